package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a run's listeners what happens, one event after the other whichever thread it comes from, and nothing after the end.
 * What a listener throws is its own matter: it is told no more, the others are told so, and the run goes on. Thread-safe.
 */
public final class RunEvents {

    private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);

    private List<AgentListener> listeners;
    private boolean ended;

    /** Events for these listeners, each told in its turn. */
    public RunEvents(List<AgentListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Tells all listeners; does nothing after the run's end. */
    public synchronized void emit(AgentEvent event) {
        if (ended) {
            return;
        }
        ended = event instanceof AgentEvent.RunEnded;
        if (listeners.isEmpty()) {
            return;
        }
        List<AgentEvent> detached = new ArrayList<>(0);
        for (AgentListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException | Error e) {
                listeners = listeners.stream().filter(other -> other != listener).toList();
                detached.add(detached(listener, event, e));
            }
        }
        detached.forEach(this::emit);
    }

    /** The message of what was thrown may quote the conversation, and is for those who may read that. */
    private static AgentEvent detached(AgentListener listener, AgentEvent event, Throwable thrown) {
        String name = listener.getClass().getName();
        StackTraceElement[] trace = thrown.getStackTrace();
        LOG.warn("the listener {} threw {} on {}, at {}, and is told nothing more of the run {}", name,
                thrown.getClass().getName(), event.getClass().getSimpleName(),
                trace.length == 0 ? "an unknown place" : trace[0], event.runId());
        LOG.debug("what the listener {} threw", name, thrown);
        return new AgentEvent.ListenerDetached(event.runId(), name, thrown.toString());
    }
}
