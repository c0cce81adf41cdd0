package dev.qwenagent.api;

import org.jspecify.annotations.Nullable;

/**
 * The root of this library's exceptions: what our side did wrong or could not do. What the model does wrong is a value
 * (a failed {@code ToolOutcome}, a {@code Reconsider}), never an exception.
 */
public class AgentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AgentException(String message) {
        super(message);
    }

    public AgentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
