package dev.qwenagent.local.model;

import java.util.Objects;

/**
 * The tokens of a forward pass and what it works with. Refilled for every pass. Not thread-safe: one session, one
 * thread.
 */
public final class Batch {

    private final Workspace workspace;
    private final int[] tokens;
    private int size;
    private Cancellation cancellation = Cancellation.never();

    Batch(ModelConfig config, int capacity) {
        workspace = new Workspace(config, capacity);
        tokens = new int[capacity];
    }

    /** Most tokens in a pass. */
    public int capacity() {
        return tokens.length;
    }

    /** Whom the pass asks, at every layer, whether to stop. */
    public void cancelWhen(Cancellation requested) {
        cancellation = requested;
    }

    /**
     * Fills the batch.
     *
     * @param source token ids
     * @param from index of the first
     * @param count how many, from 1 to {@link #capacity()}
     */
    public void fill(int[] source, int from, int count) {
        Objects.checkFromIndexSize(from, count, source.length);
        System.arraycopy(source, from, tokens, 0, count);
        size = count;
    }

    /** Fills the batch with one token. */
    public void fill(int token) {
        tokens[0] = token;
        size = 1;
    }

    int size() {
        return size;
    }

    int token(int index) {
        return tokens[index];
    }

    Workspace workspace() {
        return workspace;
    }

    void checkCancelled() {
        cancellation.check();
    }
}
