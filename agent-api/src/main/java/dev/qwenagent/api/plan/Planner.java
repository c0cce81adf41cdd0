package dev.qwenagent.api.plan;

/**
 * Chooses the next step of a run, and takes none. A planner is thread-safe or stateless: one serves many runs at once.
 */
@FunctionalInterface
public interface Planner {

    /**
     * Decides on one turn, asking the model through {@link Deliberation#ask} as often as it needs.
     *
     * @return the decision; what the model did wrong is a {@link Decision.Reconsider}, not an exception
     */
    Decision decide(Deliberation deliberation);
}
