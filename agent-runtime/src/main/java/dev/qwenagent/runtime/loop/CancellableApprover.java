package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovalTerms;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.runtime.history.AskedBefore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * An approver whose wait for a person ends with the run, and with the time in which an answer counts: then the answer is no. What
 * was answered before the run was resumed is not asked again.
 *
 * @param log where the answer is written down before it counts
 * @param terms who answers, and for how long it counts
 * @param kept what was asked before the run was resumed
 * @param run the run that waits
 * @param steps makes the step that waits, under a cancellation
 */
record CancellableApprover(
        RunLog log, ApprovalTerms terms, KeptAnswers kept, CancellationSource run,
        Function<CancellationSource, CancellableStep> steps) implements Approver {

    private static final String NOBODY = "nobody in time";

    @Override
    public Approval approve(ApprovalRequest request) {
        Optional<AskedBefore> before = kept.take(request);
        if (before.isPresent() && before.get().answer() != null) {
            return before.get().answer();
        }
        return ask(request);
    }

    private Approval ask(ApprovalRequest request) {
        Duration left = Duration.between(terms.clock().instant(), request.expires());
        if (!counts(request)) {
            return answered(request, Approval.NO, NOBODY);
        }
        try (CancellationSource wait = run.child()) {
            wait.cancelAfter(left);
            Approval answer = steps.apply(wait).run("wait for approval", () -> terms.approver().approve(request));
            return switch (answer) {
                // Without a journal there is nothing to go on from.
                case Approval.Later() -> log.isWritten() ? answer : Approval.NO;
                case Approval.No() -> answered(request, answer, "approver");
                case Approval.Yes _ -> answered(request, answer, "approver");
            };
        } catch (RunCancelledException e) {
            run.throwIfCancelled();
            return answered(request, Approval.NO, NOBODY);
        }
    }

    private Approval answered(ApprovalRequest request, Approval answer, String who) {
        log.answered(request, answer, who);
        return answer;
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

    /** Until when an answer to a question counts: one that waits keeps its time, however often the run is resumed. */
    Instant expiry(ApprovedCall about) {
        return kept.expiry(about).orElseGet(this::expiry);
    }

    private Instant expiry() {
        return terms.clock().instant().plus(terms.validity());
    }
}
