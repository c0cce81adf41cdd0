package dev.qwenagent.runtime.cost;

import java.nio.charset.StandardCharsets;

/**
 * Bounds a thought here, where the server cannot. Tokens are estimated from the length, at {@value #BYTES_PER_TOKEN} bytes of
 * UTF-8 each, which is close for English and Chinese alike. Not thread-safe.
 */
public final class ThoughtBudget {

    /** No bound. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int BYTES_PER_TOKEN = 4;

    private final int tokens;
    private long bytes;
    private boolean spent;

    /** A budget of this many tokens. */
    public ThoughtBudget(int tokens) {
        this.tokens = tokens;
    }

    /** Whether every thought is admitted. */
    public boolean isUnlimited() {
        return tokens == UNLIMITED;
    }

    /** Takes a piece of thought in, unless it goes past the budget; after the first that does, none is. */
    public boolean admits(String piece) {
        if (isUnlimited()) {
            return true;
        }
        long more = bytes + piece.getBytes(StandardCharsets.UTF_8).length;
        spent |= !piece.isBlank() && Math.ceilDiv(more, BYTES_PER_TOKEN) > tokens;
        if (!spent) {
            bytes = more;
        }
        return !spent;
    }

    /** Whether a piece has not been admitted. */
    public boolean isSpent() {
        return spent;
    }

    /** The estimate of what was admitted. */
    public int estimate() {
        return Math.toIntExact(Math.ceilDiv(bytes, BYTES_PER_TOKEN));
    }
}
