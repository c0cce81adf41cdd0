package dev.qwenagent.local.session;

/**
 * May put a token of its own in the place of the next sampled one, for instance to close a thought at its budget. Keeps
 * its own place in what it forces; for one generation.
 */
@FunctionalInterface
public interface TokenInterceptor {

    /** The answer that lets the sampler choose. */
    int SAMPLE = -1;

    /**
     * Asked before each token.
     *
     * @param generated tokens made so far in this generation, forced ones included
     * @param previous the last of them, or {@link #SAMPLE} before the first
     * @return the token to force, or {@link #SAMPLE}
     */
    int next(int generated, int previous);

    /** One that never forces anything. */
    static TokenInterceptor none() {
        return (_, _) -> SAMPLE;
    }
}
