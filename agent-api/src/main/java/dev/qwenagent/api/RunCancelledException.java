package dev.qwenagent.api;

/** Ends a piece of work because its run was cancelled. */
public final class RunCancelledException extends AgentException {

    private static final long serialVersionUID = 1L;

    /** A cancellation; that is all there is to say. */
    public RunCancelledException() {
        super("The run was cancelled.");
    }
}
