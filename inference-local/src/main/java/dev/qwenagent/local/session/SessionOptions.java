package dev.qwenagent.local.session;

import dev.qwenagent.local.model.Model;

/**
 * How much a session may hold.
 *
 * @param contextLength most tokens, prompt and answer together; from 2 to what the model was made for
 * @param prefixBytes most bytes for sequences that are not in use but may be gone on from; 0 keeps none
 * @param padding what becomes of ids that stand for no text
 */
public record SessionOptions(int contextLength, long prefixBytes, Padding padding) {

    private static final int HEAP_PARTS = 8;

    /** Checks the numbers, the context against 2 only. */
    public SessionOptions {
        if (contextLength < 2) {
            throw new IllegalArgumentException("context length: expected at least 2, found " + contextLength);
        }
        if (prefixBytes < 0) {
            throw new IllegalArgumentException("prefix bytes: expected 0 or more, found " + prefixBytes);
        }
    }

    /** Such options with {@link Padding#EXCLUDED}. */
    public SessionOptions(int contextLength, long prefixBytes) {
        this(contextLength, prefixBytes, Padding.EXCLUDED);
    }

    /** The context that a model was made for, and {@link #usualPrefixBytes()}; padding is excluded. */
    public static SessionOptions of(Model model) {
        return new SessionOptions(model.config().contextLength(), usualPrefixBytes());
    }

    /** An eighth of the heap that this process may have: room for sequences not in use, if nothing else is said. */
    public static long usualPrefixBytes() {
        return Runtime.getRuntime().maxMemory() / HEAP_PARTS;
    }

    /** The same with another context. */
    public SessionOptions withContextLength(int tokens) {
        return new SessionOptions(tokens, prefixBytes, padding);
    }

    /** The same with another bound on sequences that are not in use. */
    public SessionOptions withPrefixBytes(long bytes) {
        return new SessionOptions(contextLength, bytes, padding);
    }

    /** The same with another treatment of ids that stand for no text. */
    public SessionOptions withPadding(Padding treatment) {
        return new SessionOptions(contextLength, prefixBytes, treatment);
    }
}
