package dev.qwenagent.api.event;

/** Hears the events of runs. */
@FunctionalInterface
public interface AgentListener {

    /**
     * Is told of one event. The events of a run arrive one after the other, in order, on threads of the run's choosing;
     * those of different runs may arrive at the same time.
     *
     * <p>Contract: returns quickly, since the run waits; must not throw. One that throws is reported once, in the log and as
     * {@link AgentEvent.ListenerDetached}, and told nothing more of this run, which goes on as if it had not been there. Whoever
     * wants a run to end cancels it ({@code AgentTask.endingWith}).
     */
    void onEvent(AgentEvent event);
}
