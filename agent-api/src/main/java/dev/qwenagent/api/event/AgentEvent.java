package dev.qwenagent.api.event;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.RunCost;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.LabelSource;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run. Every run begins with {@link RunStarted}, or {@link RunResumed} when it is gone on with, and
 * ends with {@link RunEnded}; only
 * {@link Declassified} stands by itself.
 */
public sealed interface AgentEvent {

    /** The run in which it happened. */
    String runId();

    // The run

    /** A run began to work on a task. */
    record RunStarted(String runId, String agent, String task) implements AgentEvent {}

    /**
     * Somebody goes on with a run that was left or put down; {@link RunStarted} was told to those who listened then.
     *
     * @param task the words of the task
     * @param worker who goes on, for people
     */
    record RunResumed(String runId, String agent, String task, String worker) implements AgentEvent {}

    /**
     * The run is put down: it waits for a person, and can be resumed. {@link RunEnded} follows, the end of what this process does.
     *
     * @param reason {@link StopReason#SUSPENDED} or {@link StopReason#OUTCOME_UNKNOWN}
     * @param waitsFor the question, or the calls, in words
     */
    record RunSuspended(String runId, int turn, StopReason reason, String waitsFor) implements AgentEvent {}

    /**
     * A model was chosen for the run, or for what is left of it, and why.
     *
     * @param passedOver models that the agent prefers and that may not read the conversation; none for the agent's first
     */
    record ModelChosen(String runId, String model, String reason, List<String> passedOver) implements AgentEvent {
        /** Copies the names. */
        public ModelChosen {
            passedOver = List.copyOf(passedOver);
        }
    }

    /**
     * A listener threw, and is told nothing more of the run, which goes on. It is told to the others; a listener that throws at
     * the end of a run, after which nothing is told, is reported in the log alone.
     *
     * @param listener the class of the listener
     * @param problem what it threw
     */
    record ListenerDetached(String runId, String listener, String problem) implements AgentEvent {}

    /** A turn began; the first is 1. */
    record TurnStarted(String runId, int turn) implements AgentEvent {}

    /** A request to the model failed and is made again after a pause; what it had streamed is void. */
    record ModelRetried(String runId, int turn, String problem, Duration pause) implements AgentEvent {}

    /**
     * A model failed for good, and the run goes on with another one; what the first had streamed is void.
     *
     * @param from the model that failed
     * @param to the model that is asked from now on
     * @param problem what was the matter
     */
    record ModelFailedOver(String runId, int turn, String from, String to, String problem) implements AgentEvent {}

    // The thought

    /** A piece of the model's reasoning, as it arrives. */
    record Thought(String runId, int turn, String text) implements AgentEvent {}

    /** The model never closed its thought: what came as thought is the answer. */
    record ThoughtWasAnswer(String runId, int turn) implements AgentEvent {}

    /** The model was sent back to think again, and why. */
    record Reconsidered(String runId, int turn, String reason) implements AgentEvent {}

    /** A guardrail did not let something pass as it was. */
    record GuardrailTripped(String runId, int turn, GuardDecision decision) implements AgentEvent {}

    // The act

    /** The model is calling a tool; its arguments are still arriving. */
    record ToolAnnounced(String runId, int turn, String tool) implements AgentEvent {}

    /** The model asks for a call, complete with its arguments (JSON). Nothing has been judged or done yet. */
    record ToolRequested(String runId, int turn, ToolExecutionRequest call) implements AgentEvent {}

    /** A person is asked whether a call may be made. */
    record PermissionAsked(String runId, int turn, ApprovalRequest request) implements AgentEvent {}

    /** The gate decided on a call. */
    record PermissionDecided(String runId, int turn, PermissionDecision decision) implements AgentEvent {}

    /** A tool tells how far it is. */
    record ToolProgress(String runId, int turn, ToolExecutionRequest call, String message) implements AgentEvent {}

    /** A call ended; so did one that failed to bind or was denied. */
    record ToolFinished(String runId, int turn, ToolExecutionRequest call, ToolOutcome outcome,
            Duration duration) implements AgentEvent {}

    // The labels

    /**
     * Something confidential or untrusted came into the conversation that had not been in it.
     *
     * @param source what it is
     * @param conversation the label of the conversation with it
     */
    record LabelRaised(String runId, int turn, LabelSource source, Label conversation) implements AgentEvent {}

    /**
     * A person lowered the label of a source in a conversation. It happens between runs.
     *
     * @param runId a name of its own, under which the journal has it
     * @param conversation the conversation's id
     * @param decision what was decided, and by whom
     */
    record Declassified(String runId, String conversation, Declassification decision) implements AgentEvent {}

    // The answer

    /**
     * A piece of text outside thought and calls, as it arrives. It may turn out to be the answer. Where guardrails judge answers,
     * it comes as late as they need ({@code Guardrail.answerNeed}): some of them let none be told before the answer is whole, as
     * {@link Answered}.
     */
    record TextDelta(String runId, int turn, String text) implements AgentEvent {}

    /** The answer, whole. */
    record Answered(String runId, String text) implements AgentEvent {}

    /**
     * The run is over.
     *
     * @param cost what it has used
     * @param problem what went wrong, when the reason is {@link StopReason#FAILED}, or what a guardrail said
     */
    record RunEnded(String runId, StopReason reason, RunCost cost, @Nullable String problem) implements AgentEvent {}
}
