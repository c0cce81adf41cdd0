package dev.qwenagent.runtime.permission;

import dev.qwenagent.api.AgentException;
import org.jspecify.annotations.Nullable;

/** A policy file that cannot be used. The message names the file, the line and column, what was expected and what was found. */
public final class PolicyFileException extends AgentException {

    private static final long serialVersionUID = 1L;

    PolicyFileException(String message) {
        super(message);
    }

    PolicyFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
