package dev.qwenagent.api.tool;

/** A person's answer. */
public enum Approval {
    /** The call must not be made. */
    NO,
    /** This call may be made, once. */
    ONCE,
    /**
     * This call may be made, and every later one of the same tool that touches exactly the same scopes, until the run ends or
     * the label of its conversation changes.
     */
    FOR_RUN
}
