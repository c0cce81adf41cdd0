package dev.qwenagent.api.guard;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.util.List;

/**
 * A rule over what goes into a run, what the agent is about to do and why, what comes back, and what is answered. Each method
 * lets pass by default.
 *
 * <p>Contract: thread-safe, since one guardrail serves all runs of its agent, each judgement on a virtual thread of its own;
 * without effect on the world; heeds the interruption of its thread. It fails closed: one that throws, or takes longer than
 * its {@link #timeLimit()}, has said {@link GuardVerdict.Stop}. What it needs to know of the run is in {@link RunSoFar}, so it
 * need not keep anything itself.
 *
 * {@snippet file="dev/qwenagent/examples/OwnGuardrail.java" region="guardrail"}
 */
public interface Guardrail {

    /** A time that is ample for a rule that computes. */
    Duration USUAL_TIME_LIMIT = Duration.ofSeconds(5);

    /** The name that events and the journal carry. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** How long one judgement may take; above zero. */
    default Duration timeLimit() {
        return USUAL_TIME_LIMIT;
    }

    /**
     * How much of an answer it has to see before any of it is told. All of it by default; a guardrail that does not judge
     * answers says {@link AnswerNeed#NOTHING}, so that it does not hold them back.
     */
    default AnswerNeed answerNeed() {
        return AnswerNeed.WHOLE;
    }

    /** Judges the task before the model sees it. */
    default GuardVerdict<UserMessage> onInput(RunSoFar run, UserMessage message) {
        return GuardVerdict.pass();
    }

    /**
     * Judges a thought together with the calls it led to, before permission is asked and anything happens. Amended calls stand
     * for proposed ones, by whose ids they go, and are bound and judged for permission as if the model had asked for them;
     * calls may be left out, but not all, and none may be added.
     *
     * @param thinking the whole thought, empty if the model had none
     * @param calls the proposed calls, in the model's order
     */
    default GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
            List<ToolExecutionRequest> calls) {
        return GuardVerdict.pass();
    }

    /** Judges a call's outcome before the model reads it. What it amends keeps the label of the outcome at least. */
    default GuardVerdict<ToolOutcome> onResult(RunSoFar run, ToolExecutionRequest call, ToolOutcome outcome) {
        return GuardVerdict.pass();
    }

    /**
     * Judges the answer before the user gets it. A guardrail that needs less than the whole answer also judges each part of the
     * reply's text in this way, before the part is told, and must amend parts as it amends the whole.
     *
     * @param thinking the thought that led there, empty if there was none
     * @param answer the answer, or a part of it
     */
    default GuardVerdict<String> onAnswer(RunSoFar run, String thinking, String answer) {
        return GuardVerdict.pass();
    }
}
