package dev.qwenagent.api.tool;

/** Decides on calls that the policy leaves to a person. Thread-safe. */
@FunctionalInterface
public interface Approver {

    /** Says no to everything: for runs with nobody to ask. */
    Approver NOBODY = ApprovalRequest::no;

    /** Puts the run down at every question, so that no process waits for a person. */
    Approver PUT_DOWN = request -> Approval.LATER;

    /**
     * Decides on one call; may wait for a person, at most until the request {@linkplain ApprovalRequest#expires() expires}.
     *
     * @return an answer made by this request; one made by another is refused
     * @throws InterruptedException if the run is cancelled while it waits
     */
    Approval approve(ApprovalRequest request) throws InterruptedException;
}
