package dev.qwenagent.api.tool;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Who is asked, and how long an answer counts. Immutable.
 *
 * @param approver who answers
 * @param validity from the question until an answer is too late
 * @param clock the time of day
 */
public record ApprovalTerms(Approver approver, Duration validity, InstantSource clock) {

    /** Ten minutes, as long as a run may take by default. */
    public static final Duration USUAL_VALIDITY = Duration.ofMinutes(10);

    /**
     * Checks the validity.
     *
     * @throws IllegalArgumentException if it is not above zero
     */
    public ApprovalTerms {
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException(
                    "an answer has to count for a time above zero, found " + validity
                            + "; Approver.NOBODY asks nobody");
        }
    }

    /** An approver with the usual validity and the machine's clock. */
    public static ApprovalTerms of(Approver approver) {
        return new ApprovalTerms(approver, USUAL_VALIDITY, InstantSource.system());
    }
}
