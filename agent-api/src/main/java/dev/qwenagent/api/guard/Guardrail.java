package dev.qwenagent.api.guard;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.tool.ToolOutcome;
import java.util.List;

/**
 * A rule over what goes into a run, what the agent is about to do and why, what comes back, and what is answered. Each method
 * lets pass by default. Thread-safe.
 *
 * <p>Contract: has no effect on the world; an exception ends the run as failed, and nothing that was being judged happens.
 */
public interface Guardrail {

    /** The name that events carry. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Judges the task before the model sees it. */
    default GuardVerdict onInput(UserMessage message) {
        return GuardVerdict.PASS;
    }

    /**
     * Judges a thought together with the calls it led to, before permission is asked and anything happens.
     *
     * @param thinking the whole thought, empty if the model had none
     * @param calls the proposed calls, in the model's order
     */
    default GuardVerdict beforeAction(String thinking, List<ToolExecutionRequest> calls) {
        return GuardVerdict.PASS;
    }

    /** Judges a call's outcome before the model reads it. */
    default GuardVerdict onResult(ToolExecutionRequest call, ToolOutcome outcome) {
        return GuardVerdict.PASS;
    }

    /** Judges the answer before the user gets it. */
    default GuardVerdict onAnswer(String thinking, String answer) {
        return GuardVerdict.PASS;
    }
}
