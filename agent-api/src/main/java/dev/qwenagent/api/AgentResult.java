package dev.qwenagent.api;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.label.Labelled;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param runId names the run in events and in the journal
 * @param text the answer; after a limit the best answer the model could still give; empty when there is none
 * @param stopReason why the run ended
 * @param steps what was thought and called on the way, in order
 * @param cost what the run has used
 * @param provenance what in the conversation that led to the text was confidential or untrusted
 * @param problem what a guardrail said, why there is no last answer, or what a run that was put down waits for; null if the run
 *     just answered
 * @param question what a person has to answer before the run can go on; null unless it was put down for that
 */
public record AgentResult(
        String runId, String text, StopReason stopReason, List<Step> steps, RunCost cost,
        Provenance provenance, @Nullable String problem, @Nullable ApprovalRequest question) {

    /** Copies the steps. */
    public AgentResult {
        steps = List.copyOf(steps);
    }

    /** The tokens of all requests to models. */
    public TokensUsed usage() {
        return cost.tokens();
    }

    /** The time in which somebody worked on the run. */
    public Duration duration() {
        return cost.time();
    }

    /** The answer with its label: what a tool method returns that let another agent work. */
    public Labelled<String> labelled() {
        return new Labelled<>(text, provenance.label());
    }

    /**
     * One turn: a thought, and the calls it led to.
     *
     * @param thinking the thought, empty if there was none
     * @param calls the calls in the model's order; none in the turn that answered
     */
    public record Step(String thinking, List<Call> calls) {
        /** Copies the calls. */
        public Step {
            calls = List.copyOf(calls);
        }
    }

    /** A call as the model asked for it, and what came of it. */
    public record Call(ToolExecutionRequest request, ToolOutcome outcome) {}

    /** All calls of the run, in order. */
    public List<Call> calls() {
        return steps.stream().flatMap(step -> step.calls().stream()).toList();
    }
}
