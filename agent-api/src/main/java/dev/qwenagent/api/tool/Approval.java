package dev.qwenagent.api.tool;

import java.time.Instant;

/**
 * A person's answer to an {@link ApprovalRequest}, made by the request itself: {@link ApprovalRequest#no},
 * {@link ApprovalRequest#once}, {@link ApprovalRequest#forRun}, {@link ApprovalRequest#asRule}. A yes is for exactly the call
 * that was asked about: the gate refuses it for any other, after its expiry, and a second time. Only where a call's
 * outcome is unknown after a crash, and it was decided that this very call is made again, does its yes count for that too, until it
 * expires. Immutable.
 */
public sealed interface Approval {

    /** The call must not be made. Needs no request: no means no. */
    Approval NO = new No();

    /**
     * The answer comes later, perhaps from another process: the run is put down, and the call is asked about again when it is
     * resumed. Nothing is granted. In a run without a journal, which could not be resumed, it means no.
     */
    Approval LATER = new Later();

    /** Nothing is granted, and the run is put down. */
    record Later() implements Approval {}

    /** The call must not be made. */
    record No() implements Approval {}

    /**
     * The call may be made.
     *
     * @param call which call exactly
     * @param expires until when the answer counts
     * @param extent what else the answer is for
     */
    record Yes(ApprovedCall call, Instant expires, Extent extent) implements Approval {}

    /** What a yes is for beside the one call. None of these covers another tool or another scope. */
    enum Extent {
        /** Nothing else. */
        ONCE,
        /**
         * Every later call of the same tool in the same version that touches exactly the same scopes, until the run ends or the
         * label of its conversation changes.
         */
        FOR_RUN,
        /**
         * As {@link #FOR_RUN}; and the scopes, letter by letter, become rules that allow, if there is somewhere to keep them.
         */
        AS_RULE
    }
}
