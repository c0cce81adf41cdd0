package dev.qwenagent.api.tool;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;
import java.time.Instant;
import java.util.List;

/**
 * What a person sees before deciding on a call. Immutable.
 *
 * @param call which call exactly, with the scopes that are not yet permitted
 * @param arguments the call's arguments, compact JSON
 * @param thinking the thought that led to the call
 * @param provenance what in the conversation so far is confidential or untrusted
 * @param rule the rules that ask, joined by semicolons
 * @param expires until when an answer counts; no answer by then is a no
 */
public record ApprovalRequest(
        ApprovedCall call, String arguments, String thinking, Provenance provenance, String rule, Instant expires) {

    /** The run that waits. */
    public String runId() {
        return call.runId();
    }

    /** The model's id of the call; empty for a question that is not about one. */
    public String callId() {
        return call.callId();
    }

    /** The tool's name. */
    public String tool() {
        return call.tool();
    }

    /** What would be touched and is not yet permitted. */
    public List<Scope> scopes() {
        return call.scopes();
    }

    /** The label of the conversation so far. */
    public Label label() {
        return provenance.label();
    }

    /** The call must not be made. */
    public Approval no() {
        return Approval.NO;
    }

    /** This call may be made, once. */
    public Approval once() {
        return yes(Approval.Extent.ONCE);
    }

    /** See {@link Approval.Extent#FOR_RUN}. */
    public Approval forRun() {
        return yes(Approval.Extent.FOR_RUN);
    }

    /** See {@link Approval.Extent#AS_RULE}. */
    public Approval asRule() {
        return yes(Approval.Extent.AS_RULE);
    }

    /** Yes to this call and as much else. */
    public Approval yes(Approval.Extent extent) {
        return new Approval.Yes(call, expires, extent);
    }
}
