package dev.qwenagent.local.session;

/** Told of every generated token as it is made, forced ones included, the stop token not. */
@FunctionalInterface
public interface TokenListener {

    /**
     * A token was made. Runs on the generating thread; what it throws ends the generation and reaches its caller, and
     * the session stays usable.
     */
    void onToken(int token);

    /** One that does nothing. */
    static TokenListener none() {
        return _ -> {};
    }
}
