package dev.qwenagent.api.event;

/** Hears the events of runs. */
@FunctionalInterface
public interface AgentListener {

    /**
     * Is told of one event. The events of a run arrive one after the other, in order, on threads of the run's choosing;
     * those of different runs may arrive at the same time.
     *
     * <p>Contract: returns quickly, since the run waits; an exception ends the run as failed.
     */
    void onEvent(AgentEvent event);
}
