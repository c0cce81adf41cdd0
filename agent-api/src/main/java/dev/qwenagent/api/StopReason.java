package dev.qwenagent.api;

/** Why a run ended. */
public enum StopReason {
    /** The model answered. */
    ANSWERED,
    /** As many turns as allowed were taken; the text is the best answer the model could give without more. */
    TURN_LIMIT,
    /** As much wall time as allowed was used. */
    TIME_LIMIT,
    /** As many tokens as allowed were used. */
    TOKEN_LIMIT,
    /** A guardrail stopped the run. */
    BLOCKED,
    /** The conversation became confidential, and none of the agent's models is cleared for it. */
    NOT_CLEARED,
    /** The run was cancelled. */
    CANCELLED,
    /** The run failed; only events and the journal say so, the caller gets an {@link AgentException}. */
    FAILED;

    /** Whether a limit of the run was reached. */
    public boolean isLimit() {
        return this == TURN_LIMIT || this == TIME_LIMIT || this == TOKEN_LIMIT;
    }
}
