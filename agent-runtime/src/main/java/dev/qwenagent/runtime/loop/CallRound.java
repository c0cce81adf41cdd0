package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.plan.Decision;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls of one turn, in the model's order, and their results in the memory. Whatever ends the round, no call is left in
 * the memory without a result.
 */
final class CallRound {

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
    Guards.Ruling make(Decision.CallTools decision) {
        memory.addSaid(decision.thinking(), decision.text(), decision.calls());
        List<AgentResult.Call> made = new ArrayList<>();
        try {
            for (ToolExecutionRequest call : decision.calls()) {
                Duration began = run.duration();
                Label label = memory.label();
                ToolOutcome outcome = caller.call(run.turn(), call, decision.thinking(), label);
                switch (guards.onResult(run.turn(), decision.thinking(), call, outcome)) {
                    case Guards.Ruling.Pass() -> outcome = Texts.cut(outcome, outputLimit);
                    case Guards.Ruling.Rethink(String note) -> outcome = new ToolOutcome.Failure(note);
                    case Guards.Ruling.Stop stop -> {
                        return stop;
                    }
                }
                made.add(new AgentResult.Call(call, outcome));
                finish(call, outcome, run.duration().minus(began));
            }
            return new Guards.Ruling.Pass();
        } finally {
            run.did(new AgentResult.Step(decision.thinking(), made));
            decision.calls().subList(made.size(), decision.calls().size()).forEach(this::leaveUnknown);
        }
    }

    private void leaveUnknown(ToolExecutionRequest call) {
        var unknown = new ToolOutcome.Failure(
                "the run ended before this call had a result; whether it took effect is unknown");
        finish(call, unknown, Duration.ZERO);
    }

    private void finish(ToolExecutionRequest call, ToolOutcome outcome, Duration duration) {
        log.emit(new AgentEvent.ToolFinished(log.runId(), run.turn(), call, outcome, duration));
        memory.addResult(call, outcome);
    }
}
