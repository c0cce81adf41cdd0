package dev.qwenagent.api.tool;

import dev.qwenagent.api.AgentException;

/** Leaves a tool whose work turned out to need what is not permitted. */
public final class PermissionDeniedException extends AgentException {

    private static final long serialVersionUID = 1L;

    private final transient ToolOutcome.Denied denied;

    /** A denial on its way out of the tool; the message is the text that the model reads. */
    public PermissionDeniedException(ToolOutcome.Denied denied) {
        super(denied.textForModel());
        this.denied = denied;
    }

    /** The gate's answer. */
    public ToolOutcome.Denied denied() {
        return denied;
    }
}
