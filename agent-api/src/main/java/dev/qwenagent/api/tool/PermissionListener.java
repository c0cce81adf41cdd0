package dev.qwenagent.api.tool;

/** Hears what the gate asks and decides, before anything happens; of one gate on one thread at a time. */
public interface PermissionListener {

    /** Hears nothing. */
    PermissionListener NONE = new PermissionListener() {};

    /** A person is about to be asked. */
    default void asked(ApprovalRequest request) {}

    /** The gate decided. */
    default void decided(PermissionDecision decision) {}
}
