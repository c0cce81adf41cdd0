package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.plan.Decision;
import dev.qwenagent.api.tool.Concurrency;
import dev.qwenagent.api.tool.Occasion;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.history.CallResults;
import dev.qwenagent.runtime.history.CallState;
import dev.qwenagent.runtime.history.OpenRound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one turn and their results in the memory, in the model's order whatever order they end in.
 *
 * <p>Calls that follow one another and may run together are a group; a call that must run alone is one by itself. The calls of
 * a group are asked about one after the other, in the conversation as it was when the group began, then written down and made
 * at the same time. Whatever ends the round, no call is left in the conversation without a result. Not thread-safe: one run, one
 * thread.
 */
final class CallRound {

    private static final ToolOutcome TOO_MANY = new ToolOutcome.Failure(
            "the call was not made: the run has made as many calls as it may; answer with what you know");

    private final Run run;
    private final RunLog log;
    private final LoopMemory memory;
    private final Guards guards;
    private final ToolCaller caller;
    private final int outputLimit;
    private List<OpenCall> calls = List.of();
    private List<AgentResult.Call> made = new ArrayList<>();
    private String thinking = "";

    CallRound(Run run, RunLog log, LoopMemory memory, Guards guards, ToolCaller caller, int outputLimit) {
        this.run = run;
        this.log = log;
        this.memory = memory;
        this.guards = guards;
        this.caller = caller;
        this.outputLimit = outputLimit;
    }

    /** Makes the calls; why the run ends, if a guardrail ends it. */
    Optional<String> make(Decision.CallTools decision) {
        memory.addSaid(decision.thinking(), decision.text(), decision.calls());
        List<OpenCall> asked = new ArrayList<>(decision.calls().size());
        for (ToolExecutionRequest request : decision.calls()) {
            asked.add(new OpenCall(new CallPlace(run.turn(), asked.size() + 1), request));
        }
        open(decision.thinking(), asked);
        return finish();
    }

    private void open(String newThinking, List<OpenCall> newCalls) {
        thinking = newThinking;
        calls = newCalls;
        made = new ArrayList<>();
    }

    /** Takes up calls that were under way before the run was resumed; {@link #finish} makes those that are left. */
    void take(OpenRound round) {
        open(round.thinking(), round.calls().stream().map(OpenCall::of).toList());
        for (OpenRound.Call call : round.calls()) {
            if (call.state() instanceof CallState.Answered(ToolOutcome read)) {
                made.add(new AgentResult.Call(call.request(), read));
            }
        }
    }

    /** Makes the calls that have no result yet; why the run ends, if a guardrail ends it. */
    Optional<String> finish() {
        for (List<OpenCall> group : groups(waiting())) {
            makeGroup(group);
            Optional<String> stop = settle(group);
            if (stop.isPresent()) {
                leave();
                return stop;
            }
        }
        close();
        return Optional.empty();
    }

    private List<OpenCall> waiting() {
        List<OpenCall> waiting = new ArrayList<>(calls.size());
        for (OpenCall call : calls) {
            if (!call.isSettled()) {
                waiting.add(call);
            }
        }
        return waiting;
    }

    /** Ends the round before its time, for a run that does not go on with it: every call gets a result all the same. */
    void leave() {
        waiting().forEach(call -> leave(call, memory::add));
        close();
    }

    /** The same for a run that may go on with it: what stands in the place of results is for the conversation alone. */
    void interrupt() {
        waiting().forEach(call -> leave(call, memory::addUnwritten));
        close();
    }

    /** The round is over: what was done in it is a step of the run. */
    void close() {
        if (!calls.isEmpty()) {
            run.did(new AgentResult.Step(thinking, made));
        }
        open("", List.of());
    }

    /** The calls in groups, in their order. */
    private List<List<OpenCall>> groups(List<OpenCall> waiting) {
        if (waiting.size() == 1) {
            return List.of(waiting);
        }
        List<List<OpenCall>> groups = new ArrayList<>();
        Concurrency before = Concurrency.ALONE;
        for (OpenCall call : waiting) {
            Concurrency concurrency = caller.concurrency(call.request().name());
            if (concurrency == Concurrency.ALONE || before == Concurrency.ALONE) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(call);
            before = concurrency;
        }
        return groups;
    }

    private void makeGroup(List<OpenCall> group) {
        var occasion = new Occasion(run.turn(), thinking, memory.provenance());
        List<ToolCaller.Ready> ready = new ArrayList<>(group.size());
        for (OpenCall call : group) {
            if (call.made() == null) {
                prepare(call, occasion, ready);
            }
        }
        caller.begin(ready);
        run.called(fresh(ready));
        if (ready.size() == 1) {
            caller.make(ready.getFirst());
        } else if (!ready.isEmpty()) {
            caller.makeTogether(ready);
        }
    }

    private void prepare(OpenCall call, Occasion occasion, List<ToolCaller.Ready> ready) {
        // One that is made again has been counted.
        if (call.wasInterrupted() || run.mayCall(fresh(ready))) {
            caller.prepare(call, occasion).ifPresent(ready::add);
        } else {
            refuse(call);
        }
    }

    /** How many of these have not been counted. */
    private static int fresh(List<ToolCaller.Ready> calls) {
        int fresh = 0;
        for (ToolCaller.Ready ready : calls) {
            if (!ready.call().wasInterrupted()) {
                fresh++;
            }
        }
        return fresh;
    }

    /** A call beyond those that the run may make. */
    private void refuse(OpenCall call) {
        run.refusedCall();
        call.end(new OpenCall.Made(TOO_MANY, ToolCaller.source(call.request()), Duration.ZERO));
    }

    /** Lets the guardrails read the results and puts them into the memory; why the run ends, if one of them ends it. */
    private Optional<String> settle(List<OpenCall> group) {
        String stop = null;
        for (OpenCall call : group) {
            OpenCall.Made result = call.made();
            if (result == null) {
                throw new IllegalStateException("the call " + call.place() + " ended without an outcome");
            }
            Guards.Ruling<ToolOutcome> ruling = guards.onResult(thinking, call.request(), result.outcome());
            finish(call, result, asRead(result.outcome(), ruling), memory::add);
            if (stop == null && ruling instanceof Guards.Ruling.Stop<ToolOutcome>(String reason)) {
                stop = reason;
            }
        }
        return Optional.ofNullable(stop);
    }

    private void leave(OpenCall call, Consumer<ChatMessage> keep) {
        OpenCall.@Nullable Made result = call.made();
        if (result == null) {
            ToolOutcome known = call.mayHaveHappened() ? CallResults.UNKNOWN : CallResults.NOT_MADE;
            put(call, new OpenCall.Made(known, CallResults.source(call.request()), Duration.ZERO), keep);
        } else {
            finish(call, result, readAtTheEnd(call, result), keep);
        }
    }

    private ToolOutcome readAtTheEnd(OpenCall call, OpenCall.Made result) {
        try {
            return asRead(result.outcome(), guards.onResult(thinking, call.request(), result.outcome()));
        } catch (RunCancelledException e) {
            return CallResults.NOT_READ.joined(result.outcome().label());
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

    private void finish(OpenCall call, OpenCall.Made result, ToolOutcome read, Consumer<ChatMessage> keep) {
        made.add(new AgentResult.Call(call.request(), read));
        put(call, new OpenCall.Made(read, result.source(), result.duration()), keep);
    }

    private void put(OpenCall call, OpenCall.Made read, Consumer<ChatMessage> keep) {
        call.settle();
        log.emit(new AgentEvent.ToolFinished(log.runId(), run.turn(), call.request(), read.outcome(), read.duration()));
        keep.accept(CallResults.message(call.request(), read.source(), read.outcome()));
    }
}
