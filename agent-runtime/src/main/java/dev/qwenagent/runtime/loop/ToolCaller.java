package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.Admission;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.Concurrency;
import dev.qwenagent.api.tool.GrantedCall;
import dev.qwenagent.api.tool.Occasion;
import dev.qwenagent.api.tool.PermissionDeniedException;
import dev.qwenagent.api.tool.PermissionGate;
import dev.qwenagent.api.tool.ResourceLabels;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.history.CallResults;
import dev.qwenagent.runtime.history.OneLine;
import dev.qwenagent.tools.ToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The road of a call: bind, admit, write down, call, write down. Every way it can go wrong is an outcome for the model. Calls
 * are prepared, begun and made by the run's thread; those that are made together, by one thread each.
 */
final class ToolCaller {

    private static final Logger LOG = LoggerFactory.getLogger(ToolCaller.class);

    /** Characters by which a person still recognises a source. */
    private static final int SOURCE_LENGTH = 200;

    private final RunLog log;
    private final AgentSetup.Toolbox tools;
    private final CallGate gate;
    private final ResourceLabels labels;
    private final CancellableStep step;
    private final LongSupplier nanoTime;

    ToolCaller(RunLog log, AgentSetup.Toolbox tools, PermissionGate gate, ResourceLabels labels, CancellableStep step,
            LongSupplier nanoTime) {
        this.log = log;
        this.tools = tools;
        this.gate = new CallGate(gate);
        this.labels = labels;
        this.step = step;
        this.nanoTime = nanoTime;
    }

    /** A call that may be made, with what it takes. */
    record Ready(OpenCall call, GrantedCall granted, Occasion occasion) {}

    /** Whether calls of a tool of this name may run beside others; no tool has no effect on any. */
    Concurrency concurrency(String name) {
        return registry().find(name).map(Tool::concurrency).orElse(Concurrency.TOGETHER);
    }

    /**
     * Binds a call and asks whether it may be made; if not, it has ended.
     *
     * @throws RunCancelledException if the run is cancelled meanwhile
     * @throws PutDown if the run has to wait for the answer
     */
    Optional<Ready> prepare(OpenCall call, Occasion occasion) {
        return switch (registry().bind(call.request())) {
            case ToolOutcome.Failure failure -> refused(call, failure);
            case BoundCall bound -> switch (gate.admit(bound, occasion)) {
                case ToolOutcome.Denied denied -> refused(call, denied);
                case Admission.Waiting(ApprovalRequest question) -> throw new PutDown.Question(question);
                case GrantedCall granted -> Optional.of(new Ready(call, granted, occasion));
            };
        };
    }

    private static Optional<Ready> refused(OpenCall call, ToolOutcome outcome) {
        ToolOutcome known = call.wasInterrupted()
                ? new ToolOutcome.Failure(
                        "the run was interrupted while this call was under way; whether it took effect is"
                                + " unknown. It was to be made again, and was not: " + outcome.textForModel(),
                        outcome.label())
                : outcome;
        call.end(new OpenCall.Made(known, source(call.request()), Duration.ZERO));
        return Optional.empty();
    }

    /**
     * Writes down, at once, that these calls are about to be made.
     *
     * @throws RunCancelledException if the run was cancelled while they were prepared; none has begun
     */
    void begin(List<Ready> calls) {
        step.throwIfCancelled();
        log.writeAll(calls, (id, at, ready) -> new JournalEntry.CallBegan(id, at, ready.call().place(),
                ready.granted().call().request()));
        calls.forEach(ready -> ready.call().begin());
    }

    /**
     * Makes a call that has begun, and writes its outcome down.
     *
     * @throws RunCancelledException if the run is cancelled meanwhile; whether the call took effect is then unknown
     */
    void make(Ready ready) {
        make(ready, step);
    }

    /** Makes calls that have begun at the same time, see {@link #make(Ready)}; returns when all have ended. */
    void makeTogether(List<Ready> calls) {
        CancellableStep nested = step.nested();
        step.runTogether("a call", calls.stream().<Runnable>map(ready -> () -> make(ready, nested)).toList());
    }

    private void make(Ready ready, CancellableStep within) {
        long began = nanoTime.getAsLong();
        ToolOutcome outcome = outcome(ready, within);
        String source = source(ready.granted().call());
        log.write((id, at) -> new JournalEntry.CallEnded(id, at, ready.call().place(), outcome, source));
        ready.call().end(new OpenCall.Made(outcome, source, Duration.ofNanos(nanoTime.getAsLong() - began)));
    }

    private ToolOutcome outcome(Ready ready, CancellableStep within) {
        Tool tool = ready.granted().call().tool();
        Optional<Duration> limit = tool.timeLimit().or(tools::usualTime);
        if (limit.isEmpty()) {
            var context = new CallContext(log, gate, ready, within.cancellation(), null);
            return labelled(call(ready, context, within), ready, context);
        }
        try (CancellationSource time = within.cancellation().child()) {
            var context = new CallContext(log, gate, ready, time, new CallDeadline(limit.get(), time, nanoTime));
            ToolOutcome outcome;
            try {
                outcome = call(ready, context, within.under(time));
            } catch (RunCancelledException e) {
                within.throwIfCancelled();
                outcome = timedOut(tool, limit.get());
            }
            return labelled(outcome, ready, context);
        }
    }

    private ToolOutcome call(Ready ready, CallContext context, CancellableStep within) {
        GrantedCall granted = ready.granted();
        String name = granted.call().request().name();
        try (context) {
            return within.run("tool " + name, log.telemetry()
                    .tool(
                            granted.call().request(), () -> granted.call().tool().call(granted, context)));
        } catch (PermissionDeniedException e) {
            return e.denied();
        } catch (RuntimeException e) {
            within.throwIfCancelled();
            // A tool that breaks its contract must not take the run with it; people find the reason in the log.
            LOG.warn("tool {} threw instead of reporting a failure", name, e);
            return new ToolOutcome.Failure("the tool failed: " + e.getClass().getSimpleName());
        }
    }

    private static ToolOutcome timedOut(Tool tool, Duration limit) {
        String advice = tool.isIdempotent()
                ? "; ask for less, or go on without it"
                : "; it may have taken effect all the same, so find out before calling it again";
        return new ToolOutcome.Failure("the call was ended after its time limit of " + Texts.of(limit) + advice);
    }

    /** A call as a source of what it said: the tool and its arguments. */
    static String source(ToolExecutionRequest call) {
        return CallResults.source(call);
    }

    /** The same by the resources that were judged, which have one name each, whatever the model called them. */
    private static String source(BoundCall bound) {
        String resources = bound.scopes().size() == 1
                ? bound.scopes().getFirst().resource()
                : bound.scopes().stream().map(Scope::resource).distinct().collect(Collectors.joining(" "));
        return resources.isBlank()
                ? source(bound.request())
                : OneLine.start(bound.request().name() + " " + resources, SOURCE_LENGTH);
    }

    /** With what is known of what a call said: what its tool declares, and what the rules say of all that it touched. */
    private ToolOutcome labelled(ToolOutcome outcome, Ready ready, CallContext context) {
        BoundCall bound = ready.granted().call();
        Label label = bound.tool().resultLabel();
        for (Scope scope : bound.scopes()) {
            label = label.join(labels.of(scope));
        }
        for (Scope scope : context.authorized()) {
            label = label.join(labels.of(scope));
        }
        return outcome.joined(label);
    }

    private ToolRegistry registry() {
        return tools.registry();
    }
}
