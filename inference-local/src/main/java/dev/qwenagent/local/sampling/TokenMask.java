package dev.qwenagent.local.sampling;

import java.util.Arrays;

/** The tokens that may be chosen: a bit an id. Immutable. */
public final class TokenMask {

    /** Every token. */
    public static final TokenMask ALL = new TokenMask(new long[0]);

    private final long[] words;

    private TokenMask(long[] words) {
        this.words = words;
    }

    /**
     * A mask of bits.
     *
     * @param words bit {@code id % 64} of word {@code id / 64} says whether a token may be chosen; at least one word, copied
     */
    public static TokenMask of(long[] words) {
        if (words.length == 0) {
            throw new IllegalArgumentException("a token mask: expected at least one word of bits, found none");
        }
        return new TokenMask(words.clone());
    }

    /** A mask of these tokens. */
    public static TokenMask of(int... ids) {
        long[] words = new long[1 + Arrays.stream(ids).max().orElse(0) / Long.SIZE];
        for (int id : ids) {
            words[id / Long.SIZE] |= 1L << id;
        }
        return new TokenMask(words);
    }

    /**
     * A mask of all tokens but some.
     *
     * @param tokens how many there are
     * @param ids those that must not be chosen
     */
    public static TokenMask allBut(int tokens, int... ids) {
        long[] words = new long[(tokens + Long.SIZE - 1) / Long.SIZE];
        Arrays.fill(words, -1L);
        for (int id : ids) {
            words[id / Long.SIZE] &= ~(1L << id);
        }
        return new TokenMask(words);
    }

    /** Whether every token may be chosen. */
    public boolean isAll() {
        return words.length == 0;
    }

    /** Whether a token may be chosen. */
    public boolean allows(int id) {
        return isAll() || (id / Long.SIZE < words.length && (words[id / Long.SIZE] >>> id & 1) != 0);
    }

    /** How many tokens may be chosen. Not for {@link #ALL}. */
    public int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** The first token at or after an id that may be chosen; -1 if there is none. Not for {@link #ALL}. */
    public int next(int id) {
        int index = id / Long.SIZE;
        if (index >= words.length) {
            return -1;
        }
        long word = words[index] & -1L << id;
        while (word == 0) {
            if (++index == words.length) {
                return -1;
            }
            word = words[index];
        }
        return index * Long.SIZE + Long.numberOfTrailingZeros(word);
    }

    /** The same with more tokens. */
    public TokenMask with(int... ids) {
        long[] more = Arrays.copyOf(words, Math.max(words.length, 1 + Arrays.stream(ids).max().orElse(0) / Long.SIZE));
        for (int id : ids) {
            more[id / Long.SIZE] |= 1L << id;
        }
        return isAll() ? this : new TokenMask(more);
    }
}
