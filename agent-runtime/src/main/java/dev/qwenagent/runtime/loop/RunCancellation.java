package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's wish to end, on the side that ends it. A child is cancelled with its parent, or alone, such as by its deadline.
 * Thread-safe.
 */
public final class RunCancellation implements Cancellation {

    private static final Logger LOG = LoggerFactory.getLogger(RunCancellation.class);

    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    /** A part of the run that can end before the run does. The registration ends with the run. */
    RunCancellation child() {
        RunCancellation child = new RunCancellation();
        onCancel(child::cancel);
        return child;
    }

    /** Cancels; whoever waits is told on this thread before this returns. Again is harmless. */
    public void cancel() {
        List<Runnable> told;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            told = List.copyOf(actions);
            actions.clear();
        }
        told.forEach(RunCancellation::tell);
    }

    private static void tell(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // An action that breaks its contract must not keep the others from being told.
            LOG.warn("an action on cancellation threw", e);
        }
    }

    /** Cancels after a while, unless the registration is closed before. */
    Registration cancelAfter(Duration time) {
        Thread timer = Thread.ofVirtual().name("qwen-agent deadline").start(() -> {
            try {
                Thread.sleep(time);
                cancel();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return timer::interrupt;
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void forget(Runnable action) {
        actions.remove(action);
    }
}
