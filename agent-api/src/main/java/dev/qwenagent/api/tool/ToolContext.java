package dev.qwenagent.api.tool;

import dev.qwenagent.api.Cancellation;

/** What a tool may use of the run that called it. Valid until the call returns. */
public interface ToolContext {

    /** The run in which the tool is called. */
    String runId();

    /** The run's wish to end. The tool's thread is interrupted as well. */
    Cancellation cancellation();

    /** Tells listeners how far the work is; short, for people. */
    void progress(String message);

    /**
     * Asks the gate for a resource that appeared only during the work, such as the target of a redirect.
     *
     * @throws PermissionDeniedException if it is not permitted
     */
    void authorize(Scope scope);
}
