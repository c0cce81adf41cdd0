package dev.qwenagent.api;

/**
 * The wish that a run ends, as its parts see it: the request to the model, the tool, the tool's child process. Whoever has the
 * wish makes a {@link CancellationSource}. Thread-safe.
 */
public interface Cancellation {

    /** Whether the run has been cancelled or has run out of time. */
    boolean isCancelled();

    /**
     * Returns normally unless the run has been cancelled.
     *
     * @throws RunCancelledException if it has
     */
    default void throwIfCancelled() {
        if (isCancelled()) {
            throw new RunCancelledException();
        }
    }

    /**
     * Runs an action once when the run is cancelled, at once if it has been already. The action must be quick and must
     * not throw: it runs on the thread that cancels.
     *
     * @return takes the action back when closed
     */
    Registration onCancel(Runnable action);

    /** An action that waits for a cancellation. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
