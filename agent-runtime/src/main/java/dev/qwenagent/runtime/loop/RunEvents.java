package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a run's listeners what happens, one event after the other whichever thread it comes from, and nothing after the end.
 * A listener that throws cancels the run and is told no more. Thread-safe.
 */
final class RunEvents {

    private final List<AgentListener> listeners;
    private final CancellationSource cancellation;
    private @Nullable Throwable failure;
    private boolean ended;

    RunEvents(List<AgentListener> listeners, CancellationSource cancellation) {
        this.listeners = new ArrayList<>(listeners);
        this.cancellation = cancellation;
    }

    void emit(AgentEvent event) {
        boolean failed;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = event instanceof AgentEvent.RunEnded;
            failed = listeners.removeIf(listener -> !told(listener, event));
        }
        if (failed) {
            cancellation.cancel();
        }
    }

    private boolean told(AgentListener listener, AgentEvent event) {
        try {
            listener.onEvent(event);
            return true;
        } catch (RuntimeException | Error e) {
            failure = failure == null ? e : failure;
            return false;
        }
    }

    /**
     * Returns normally unless a listener has failed.
     *
     * @throws AgentException if one threw an exception
     * @throws Error the error that one threw
     */
    synchronized void throwIfListenerFailed() {
        switch (failure) {
            case null -> {
            }
            case Error error -> throw error;
            default -> throw new AgentException("A listener failed: " + failure, failure);
        }
    }
}
