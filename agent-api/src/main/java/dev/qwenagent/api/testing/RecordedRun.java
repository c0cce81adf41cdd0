package dev.qwenagent.api.testing;

import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import java.util.ArrayList;
import java.util.List;

/** A listener that keeps the events of a run, to assert over. Thread-safe. */
public final class RecordedRun implements AgentListener {

    private final List<AgentEvent> events = new ArrayList<>();

    @Override
    public synchronized void onEvent(AgentEvent event) {
        events.add(event);
    }

    /** The events so far, in order. */
    public synchronized List<AgentEvent> events() {
        return List.copyOf(events);
    }

    /** The events of one kind, in order. */
    public <E extends AgentEvent> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** All that was thought, piece after piece. */
    public String thinking() {
        return String.join("", events(AgentEvent.Thought.class).stream().map(AgentEvent.Thought::text).toList());
    }

    /** The names of the tools that were asked for, in order, whatever came of it. */
    public List<String> requestedTools() {
        return events(AgentEvent.ToolRequested.class).stream().map(event -> event.call().name()).toList();
    }

    /** What the model got to read of each call, in order. */
    public List<String> results() {
        return events(AgentEvent.ToolFinished.class).stream().map(event -> event.outcome().textForModel()).toList();
    }
}
