package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.runtime.history.AskedBefore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Questions of before the run was resumed, with the answers that they got. Whether an answer counts for what is asked now is not
 * decided here: whoever asks compares. Each is handed out once. Thread-safe.
 */
final class KeptAnswers {

    private final List<AskedBefore> kept;

    KeptAnswers(List<AskedBefore> kept) {
        this.kept = new ArrayList<>(kept);
    }

    /**
     * What was asked about a call: exactly this question if there is one, else one about the same call of the same turn, which
     * has changed since.
     */
    synchronized Optional<AskedBefore> take(ApprovalRequest request) {
        ApprovedCall call = request.call();
        Optional<AskedBefore> found = find(earlier -> earlier.equals(call));
        if (found.isEmpty() && !call.callId().isEmpty()) {
            found = find(earlier -> earlier.turn() == call.turn() && earlier.callId().equals(call.callId()));
        }
        found.ifPresent(kept::remove);
        return found;
    }

    /** Until when exactly this question can be answered, if it was asked. */
    synchronized Optional<Instant> expiry(ApprovedCall call) {
        return find(call::equals).map(asked -> asked.request().expires());
    }

    private Optional<AskedBefore> find(Predicate<ApprovedCall> which) {
        return kept.stream().filter(asked -> which.test(asked.request().call())).findFirst();
    }
}
