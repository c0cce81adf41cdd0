package dev.qwenagent.api.guard;

/**
 * What a guardrail did not let pass as it was, for events and the journal. Immutable.
 *
 * @param guardrail its name
 * @param stage where
 * @param measure what was done about it
 * @param reason why; for {@link Measure#SENT_BACK} as the model reads it
 */
public record GuardDecision(String guardrail, Stage stage, Measure measure, String reason) {

    /** Where guardrails stand. */
    public enum Stage {
        /** On the task, before the model sees it. */
        INPUT,
        /** On a thought while it is thought. */
        THINKING,
        /** On a thought with the calls it led to, before anything happens. */
        ACTION,
        /** On a call's outcome, before the model reads it. */
        RESULT,
        /** On a part of the text on its way to listeners. */
        ANSWER_PART,
        /** On the answer, before the user gets it. */
        ANSWER
    }

    /** What was done. */
    public enum Measure {
        /** It passed in another form. */
        AMENDED,
        /** The model was sent back; so was it when a person was asked and said no. */
        SENT_BACK,
        /** The run was ended. */
        STOPPED
    }
}
