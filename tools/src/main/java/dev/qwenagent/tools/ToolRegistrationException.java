package dev.qwenagent.tools;

import dev.qwenagent.api.AgentException;
import org.jspecify.annotations.Nullable;

/** A tool that cannot be offered to a model. The message names the class and method, the fault and what to do. */
public final class ToolRegistrationException extends AgentException {

    private static final long serialVersionUID = 1L;

    ToolRegistrationException(String message) {
        super(message);
    }

    ToolRegistrationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
