package dev.qwenagent.api.tool;

import dev.qwenagent.api.Cancellation;
import dev.qwenagent.api.label.Provenance;

/** What a tool may use of the run that called it. Valid until the call returns, or its run stops waiting for it; within
 * the call one thread at a time uses it. */
public interface ToolContext {

    /** The run in which the tool is called. */
    String runId();

    /**
     * What tells this call from every other one of any run, and is the same when the call is made again after a crash: a tool that
     * hands it on to a service which knows such keys has its effect once.
     */
    String idempotencyKey();

    /**
     * The wish that the call ends: the run is to end, or the call's time is over. The tool's thread is interrupted as well.
     */
    Cancellation cancellation();

    /**
     * What in the conversation that led to the call is confidential or untrusted. A tool that hands its arguments to another
     * agent hands this on with them ({@code AgentTask.carrying}).
     */
    Provenance provenance();

    /** Tells listeners how far the work is; short, for people. Says nothing after the call. */
    void progress(String message);

    /**
     * Asks the gate for a resource that appeared only during the work, such as the target of a redirect.
     *
     * @param scope its resource is made {@linkplain Scope#canonical canonical} before it is judged
     * @throws PermissionDeniedException if it is not permitted
     * @throws IllegalArgumentException if the resource is none of its family
     * @throws dev.qwenagent.api.RunCancelledException if the run is cancelled or the call's time is over
     * @throws IllegalStateException after the call
     */
    void authorize(Scope scope);
}
