package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovalTerms;
import dev.qwenagent.api.tool.Approver;
import java.time.Instant;
import java.util.function.Function;

/**
 * An approver whose wait for a person ends with the run, and with the time in which an answer counts: then the answer is no.
 *
 * @param log where the answer is written down before it counts
 * @param terms who answers, and for how long it counts
 * @param run the run that waits
 * @param steps makes the step that waits, under a cancellation
 */
record CancellableApprover(
        RunLog log, ApprovalTerms terms, CancellationSource run,
        Function<CancellationSource, CancellableStep> steps) implements Approver {

    @Override
    public Approval approve(ApprovalRequest request) {
        try (CancellationSource wait = run.child()) {
            wait.cancelAfter(terms.validity());
            Approval answer = steps.apply(wait).run("wait for approval", () -> terms.approver().approve(request));
            log.answered(request, answer);
            return answer;
        } catch (RunCancelledException e) {
            run.throwIfCancelled();
            log.answered(request, Approval.NO);
            return Approval.NO;
        }
    }

    /** The same terms, answered by this. */
    ApprovalTerms asTerms() {
        return new ApprovalTerms(this, terms.validity(), terms.clock());
    }

    /** Whether an answer has not expired. */
    boolean counts(Approval.Yes yes) {
        return isBefore(yes.expires());
    }

    /** Whether a question can still be answered. */
    boolean counts(ApprovalRequest request) {
        return isBefore(request.expires());
    }

    private boolean isBefore(Instant expires) {
        return terms.clock().instant().isBefore(expires);
    }

    /** Until when an answer to a question of now counts. */
    Instant expiry() {
        return terms.clock().instant().plus(terms.validity());
    }
}
