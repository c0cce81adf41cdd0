package dev.qwenagent.api;

import org.jspecify.annotations.Nullable;

/**
 * The root of this library's exceptions: what our side did wrong or could not do. What the model does wrong is a value
 * (a failed {@code ToolOutcome}, a {@code Reconsider}), never an exception.
 */
public class AgentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure with what was expected, what was found, where, and what to do. */
    public AgentException(String message) {
        super(message);
    }

    /** A failure that another one caused; the message stands without it. */
    public AgentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
