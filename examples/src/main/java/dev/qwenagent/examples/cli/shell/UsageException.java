package dev.qwenagent.examples.cli.shell;

import org.jspecify.annotations.Nullable;

/** The command cannot be done as it was given. The message says what was expected and what was found. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A wrong command or setting. */
    public UsageException(String message) {
        super(message);
    }

    /** A wrong command or setting that something else found out. */
    public UsageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
