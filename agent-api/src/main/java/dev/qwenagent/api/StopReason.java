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
    /** As many tokens of thought as allowed were used. */
    THINKING_LIMIT,
    /** As many calls as allowed were made. */
    CALL_LIMIT,
    /** As much money as allowed was spent. */
    MONEY_LIMIT,
    /** A guardrail stopped the run. */
    BLOCKED,
    /** The conversation became confidential, and none of the agent's models is cleared for it. */
    NOT_CLEARED,
    /** The run was put down and waits for an approval; it can be resumed. */
    SUSPENDED,
    /** A call was begun before the run was resumed, and nobody can say whether it took effect; the run waits for a decision. */
    OUTCOME_UNKNOWN,
    /** The run was cancelled. */
    CANCELLED,
    /** The run failed; only events and the journal say so, the caller gets an {@link AgentException}. */
    FAILED;

    /** Whether a limit of the run was reached. */
    public boolean isLimit() {
        return switch (this) {
            case TURN_LIMIT, TIME_LIMIT, TOKEN_LIMIT, THINKING_LIMIT, CALL_LIMIT, MONEY_LIMIT -> true;
            case ANSWERED, BLOCKED, NOT_CLEARED, SUSPENDED, OUTCOME_UNKNOWN, CANCELLED, FAILED -> false;
        };
    }

    /** Whether the run can be resumed: it was put down, ended by a failure or a person, or met a confidentiality no model had. */
    public boolean isResumable() {
        return switch (this) {
            case SUSPENDED, OUTCOME_UNKNOWN, NOT_CLEARED, CANCELLED, FAILED -> true;
            case ANSWERED, BLOCKED, TURN_LIMIT, TIME_LIMIT, TOKEN_LIMIT, THINKING_LIMIT, CALL_LIMIT, MONEY_LIMIT ->
                false;
        };
    }
}
