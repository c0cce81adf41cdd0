package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.plan.Decision;
import dev.qwenagent.api.tool.Occasion;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls of one turn, in the model's order, and their results in the memory. Whatever ends the round, no call is left in
 * the memory without a result.
 */
final class CallRound {

    private static final ToolOutcome UNKNOWN = new ToolOutcome.Failure(
            "the run ended before this call had a result; whether it took effect is unknown");
    private static final ToolOutcome NOT_MADE = new ToolOutcome.Failure(
            "the run ended before this call, which was not made");

    private final Run run;
    private final RunLog log;
    private final LoopMemory memory;
    private final Guards guards;
    private final ToolCaller caller;
    private final int outputLimit;

    CallRound(Run run, RunLog log, LoopMemory memory, Guards guards, ToolCaller caller, int outputLimit) {
        this.run = run;
        this.log = log;
        this.memory = memory;
        this.guards = guards;
        this.caller = caller;
        this.outputLimit = outputLimit;
    }

    /** Makes the calls; passes, or says that a guardrail ends the run. */
    Guards.Ruling<List<ToolExecutionRequest>> make(Decision.CallTools decision) {
        memory.addSaid(decision.thinking(), decision.text(), decision.calls());
        List<AgentResult.Call> made = new ArrayList<>();
        int begun = 0;
        try {
            for (ToolExecutionRequest call : decision.calls()) {
                begun++;
                Duration began = run.duration();
                ToolCaller.Made result = caller.call(new CallPlace(run.turn(), begun), call,
                        new Occasion(run.turn(), decision.thinking(), memory.provenance()));
                ToolOutcome outcome = result.outcome();
                Guards.Ruling<ToolOutcome> ruling = guards.onResult(decision.thinking(), call, outcome);
                ToolOutcome read = asRead(outcome, ruling);
                made.add(new AgentResult.Call(call, read));
                finish(call, result.source(), read, run.duration().minus(began));
                if (ruling instanceof Guards.Ruling.Stop<ToolOutcome>(String reason)) {
                    return new Guards.Ruling.Stop<>(reason);
                }
            }
            return new Guards.Ruling.Pass<>(decision.calls());
        } finally {
            run.did(new AgentResult.Step(decision.thinking(), made));
            int settled = made.size();
            for (ToolExecutionRequest call : decision.calls().subList(settled, decision.calls().size())) {
                boolean mayHaveHappened = settled < begun && call == decision.calls().get(settled) && caller.hasBegun();
                finish(call, ToolCaller.source(call), mayHaveHappened ? UNKNOWN : NOT_MADE, Duration.ZERO);
            }
        }
    }

    /** What the model gets to read of an outcome. */
    private ToolOutcome asRead(ToolOutcome outcome, Guards.Ruling<ToolOutcome> ruling) {
        return switch (ruling) {
            case Guards.Ruling.Pass<ToolOutcome>(ToolOutcome passed) ->
                Texts.cut(passed.joined(outcome.label()), outputLimit);
            case Guards.Ruling.Rethink<ToolOutcome>(String note) -> new ToolOutcome.Failure(note, outcome.label());
            case Guards.Ruling.Stop<ToolOutcome>(String reason) ->
                new ToolOutcome.Failure("the result is withheld, and the run ends: " + reason, outcome.label());
        };
    }

    private void finish(ToolExecutionRequest call, String source, ToolOutcome outcome, Duration duration) {
        log.emit(new AgentEvent.ToolFinished(log.runId(), run.turn(), call, outcome, duration));
        memory.addResult(call, source, outcome);
    }
}
