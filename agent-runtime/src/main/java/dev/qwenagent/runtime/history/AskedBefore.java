package dev.qwenagent.runtime.history;

import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import org.jspecify.annotations.Nullable;

/**
 * A question that a person was asked in the turn that was under way. Immutable.
 *
 * @param request what was asked
 * @param answer what was said; null if nothing yet
 */
public record AskedBefore(ApprovalRequest request, @Nullable Approval answer) {

    /** Whether exactly this was asked. */
    public boolean isAbout(ApprovedCall call) {
        return request.call().equals(call);
    }
}
