package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.Cancellation;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a called tool sees of the run, for as long as the call is waited for. Thread-safe. */
final class CallContext implements ToolContext, AutoCloseable {

    private final RunLog log;
    private final CallGate gate;
    private final ToolCaller.Ready call;
    /** What the tool asked for on the way. */
    private volatile List<Scope> authorized = List.of();
    private final Cancellation cancellation;
    private final @Nullable CallDeadline deadline;
    private volatile boolean isOver;

    /**
     * The context of one call.
     *
     * @param cancellation the run's, or one of the call's own
     * @param deadline the call's time; null if it has as much as the run
     */
    CallContext(RunLog log, CallGate gate, ToolCaller.Ready call, Cancellation cancellation,
            @Nullable CallDeadline deadline) {
        this.log = log;
        this.gate = gate;
        this.call = call;
        this.cancellation = cancellation;
        this.deadline = deadline;
    }

    /** Nothing more can be asked for or told. */
    @Override
    public void close() {
        isOver = true;
        if (deadline != null) {
            deadline.close();
        }
    }

    /** What was authorized while the tool worked. */
    List<Scope> authorized() {
        return authorized;
    }

    @Override
    public String runId() {
        return log.runId();
    }

    @Override
    public String idempotencyKey() {
        return call.call().place().idempotencyKey(log.runId());
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public Provenance provenance() {
        return call.occasion().provenance();
    }

    @Override
    public void progress(String message) {
        if (!isOver && !cancellation.isCancelled()) {
            log.emit(new AgentEvent.ToolProgress(log.runId(), call.occasion().turn(), call.granted().call().request(),
                    message));
        }
    }

    @Override
    public void authorize(Scope scope) {
        cancellation.throwIfCancelled();
        refuseAfterCall();
        if (deadline != null) {
            deadline.stop();
        }
        try {
            Scope canonical = scope.canonical();
            gate.authorize(call.granted(), canonical, call.occasion(), this::refuseAfterCall);
            note(canonical);
            cancellation.throwIfCancelled();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunCancelledException();
        } finally {
            if (deadline != null && !isOver) {
                deadline.goOn();
            }
        }
    }

    private synchronized void note(Scope scope) {
        List<Scope> more = new ArrayList<>(authorized);
        more.add(scope);
        authorized = List.copyOf(more);
    }

    private void refuseAfterCall() {
        if (isOver) {
            throw new IllegalStateException("the call of " + call.granted().call().request().name()
                    + " is over, and with it what it may ask for; authorize before the tool returns");
        }
    }
}
