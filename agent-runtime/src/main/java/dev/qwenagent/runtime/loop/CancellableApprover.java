package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.Approver;

/** An approver whose wait for a person ends with the run. */
record CancellableApprover(Approver approver, CancellableStep step) implements Approver {

    @Override
    public Approval approve(ApprovalRequest request) {
        return step.run("wait for approval", () -> approver.approve(request));
    }
}
