package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a run's listeners what happens, one event after the other whichever thread it comes from, and nothing after the end.
 * A listener that throws cancels the run and is told no more. Thread-safe.
 */
final class RunEvents {

    private final List<AgentListener> listeners;
    private final RunCancellation cancellation;
    private @Nullable RuntimeException failure;
    private boolean ended;

    RunEvents(List<AgentListener> listeners, RunCancellation cancellation) {
        this.listeners = listeners;
        this.cancellation = cancellation;
    }

    void emit(AgentEvent event) {
        boolean failed = false;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = event instanceof AgentEvent.RunEnded;
            for (AgentListener listener : listeners) {
                failed |= !told(listener, event);
            }
        }
        if (failed) {
            cancellation.cancel();
        }
    }

    private boolean told(AgentListener listener, AgentEvent event) {
        try {
            listener.onEvent(event);
            return true;
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
            return false;
        }
    }

    /** What the first listener to fail threw; null if none did. */
    synchronized @Nullable RuntimeException failure() {
        return failure;
    }
}
