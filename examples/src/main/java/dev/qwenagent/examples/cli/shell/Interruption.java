package dev.qwenagent.examples.cli.shell;

/** Tells when the person wants the process to end: Ctrl-C, or a polite signal from elsewhere. */
@FunctionalInterface
public interface Interruption {

    /** Never comes. */
    Interruption NEVER = action -> () -> {};

    /**
     * Runs an action when it comes, and ends the process only after the action has returned.
     *
     * @return takes the action back when closed
     */
    Registration onInterrupt(Runnable action);

    /** An action that waits for the interruption. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
