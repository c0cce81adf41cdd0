package dev.qwenagent.local.model;

import java.util.concurrent.CancellationException;

/** Asked often whether to stop; answers from any thread's point of view, cheaply, and stays true once it was. */
@FunctionalInterface
public interface Cancellation {

    /** Whether somebody wants the work to end. */
    boolean isRequested();

    /** Ends the work if somebody wants it. */
    default void check() {
        if (isRequested()) {
            throw new CancellationException("the generation was cancelled");
        }
    }

    /** One that is never requested. */
    static Cancellation never() {
        return () -> false;
    }
}
