package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.plan.Decision;
import dev.qwenagent.api.tool.Concurrency;
import dev.qwenagent.api.tool.Occasion;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one turn and their results in the memory, in the model's order whatever order they end in.
 *
 * <p>Calls that follow one another and may run together are a group; a call that must run alone is one by itself. The calls of
 * a group are asked about one after the other, in the conversation as it was when the group began, then written down and made
 * at the same time. Whatever ends the round, no call is left in the memory without a result.
 */
final class CallRound {

    private static final ToolOutcome UNKNOWN = new ToolOutcome.Failure(
            "the run ended before this call had a result; whether it took effect is unknown");
    private static final ToolOutcome NOT_MADE = new ToolOutcome.Failure(
            "the run ended before this call, which was not made");
    private static final ToolOutcome NOT_READ = new ToolOutcome.Failure(
            "the call was made, and the run ended before its result could be judged");

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
        List<OpenCall> calls = new ArrayList<>();
        for (ToolExecutionRequest request : decision.calls()) {
            calls.add(new OpenCall(new CallPlace(run.turn(), calls.size() + 1), request));
        }
        List<AgentResult.Call> made = new ArrayList<>();
        try {
            for (List<OpenCall> group : groups(calls)) {
                makeGroup(group, decision.thinking());
                Optional<String> stop = settle(group, decision.thinking(), made);
                if (stop.isPresent()) {
                    return new Guards.Ruling.Stop<>(stop.get());
                }
            }
            return new Guards.Ruling.Pass<>(decision.calls());
        } finally {
            calls.stream().filter(call -> !call.isSettled()).forEach(call -> leave(call, decision.thinking(), made));
            run.did(new AgentResult.Step(decision.thinking(), made));
        }
    }

    /** The calls in groups, in their order. */
    private List<List<OpenCall>> groups(List<OpenCall> calls) {
        List<List<OpenCall>> groups = new ArrayList<>();
        Concurrency before = Concurrency.ALONE;
        for (OpenCall call : calls) {
            Concurrency concurrency = caller.concurrency(call.request().name());
            if (concurrency == Concurrency.ALONE || before == Concurrency.ALONE) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(call);
            before = concurrency;
        }
        return groups;
    }

    private void makeGroup(List<OpenCall> group, String thinking) {
        var occasion = new Occasion(run.turn(), thinking, memory.provenance());
        List<ToolCaller.Ready> ready = new ArrayList<>();
        for (OpenCall call : group) {
            caller.prepare(call, occasion).ifPresent(ready::add);
        }
        caller.begin(ready);
        if (ready.size() == 1) {
            caller.make(ready.getFirst());
        } else if (!ready.isEmpty()) {
            caller.makeTogether(ready);
        }
    }

    /** Lets the guardrails read the results and puts them into the memory; why the run ends, if one of them ends it. */
    private Optional<String> settle(List<OpenCall> group, String thinking, List<AgentResult.Call> made) {
        String stop = null;
        for (OpenCall call : group) {
            OpenCall.Made result = call.made();
            if (result == null) {
                throw new IllegalStateException("the call " + call.place() + " ended without an outcome");
            }
            Guards.Ruling<ToolOutcome> ruling = guards.onResult(thinking, call.request(), result.outcome());
            finish(call, result, asRead(result.outcome(), ruling), made);
            if (stop == null && ruling instanceof Guards.Ruling.Stop<ToolOutcome>(String reason)) {
                stop = reason;
            }
        }
        return Optional.ofNullable(stop);
    }

    /** Gives a call a result after the round has ended before its time. */
    private void leave(OpenCall call, String thinking, List<AgentResult.Call> made) {
        OpenCall.@Nullable Made result = call.made();
        if (result == null) {
            put(call, new OpenCall.Made(call.hasBegun() ? UNKNOWN : NOT_MADE, ToolCaller.source(call.request()),
                    Duration.ZERO));
        } else {
            finish(call, result, readAtTheEnd(call, result, thinking), made);
        }
    }

    private ToolOutcome readAtTheEnd(OpenCall call, OpenCall.Made result, String thinking) {
        try {
            return asRead(result.outcome(), guards.onResult(thinking, call.request(), result.outcome()));
        } catch (RunCancelledException e) {
            return NOT_READ.joined(result.outcome().label());
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

    private void finish(OpenCall call, OpenCall.Made result, ToolOutcome read, List<AgentResult.Call> made) {
        made.add(new AgentResult.Call(call.request(), read));
        put(call, new OpenCall.Made(read, result.source(), result.duration()));
    }

    private void put(OpenCall call, OpenCall.Made read) {
        call.settle();
        log.emit(new AgentEvent.ToolFinished(log.runId(), run.turn(), call.request(), read.outcome(), read.duration()));
        memory.addResult(call.request(), read.source(), read.outcome());
    }
}
