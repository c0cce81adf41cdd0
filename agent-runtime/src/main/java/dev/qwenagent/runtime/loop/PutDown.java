package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.UnknownOutcome;
import java.util.List;
import java.util.stream.Collectors;

/** Ends what this process does of a run: the run waits for a person, and whatever is open stays so until it is resumed. */
abstract sealed class PutDown extends AgentException {

    private static final long serialVersionUID = 1L;

    private PutDown(String waitsFor) {
        super(waitsFor);
    }

    /** What the run waits for, in words. */
    String waitsFor() {
        return getMessage();
    }

    /** Why the run was put down. */
    StopReason reason() {
        return switch (this) {
            case Question _ -> StopReason.SUSPENDED;
            case Outcomes _ -> StopReason.OUTCOME_UNKNOWN;
        };
    }

    /** A question is answered later. */
    static final class Question extends PutDown {
        private static final long serialVersionUID = 1L;

        private final transient ApprovalRequest request;

        Question(ApprovalRequest request) {
            super("waits until " + request.expires() + " for an answer about " + request.tool() + " "
                    + request.arguments() + " (" + request.rule() + ")");
            this.request = request;
        }

        ApprovalRequest request() {
            return request;
        }
    }

    /** Calls were under way when the run was interrupted, and nobody says whether they took effect. */
    static final class Outcomes extends PutDown {
        private static final long serialVersionUID = 1L;

        Outcomes(List<UnknownOutcome> calls) {
            super("waits for a decision on calls that were under way when the run was interrupted and may have taken effect: "
                    + calls.stream().map(UnknownOutcome::words).collect(Collectors.joining("; ")));
        }
    }
}
