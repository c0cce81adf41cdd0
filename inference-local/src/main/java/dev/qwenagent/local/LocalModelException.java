package dev.qwenagent.local;

/**
 * Root of everything that can go wrong between a model file and its answer.
 *
 * <p>
 * The message is one line for a person: what was expected, what was found, where, and what to do.
 */
public class LocalModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * An error without an underlying cause.
     *
     * @param message one line that names the thing, the expectation and the remedy
     */
    public LocalModelException(String message) {
        super(message);
    }

    /**
     * An error with the exception that led to it.
     *
     * @param message one line that names the thing, the expectation and the remedy
     * @param cause the underlying failure
     */
    public LocalModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
