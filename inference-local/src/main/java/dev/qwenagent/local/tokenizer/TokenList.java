package dev.qwenagent.local.tokenizer;

import java.util.Arrays;

/** A growing list of token ids. Not thread-safe. */
final class TokenList {

    private int[] ids;
    private int size;

    TokenList(int expected) {
        this.ids = new int[Math.max(16, expected)];
    }

    void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        ids[size++] = id;
    }

    int[] toArray() {
        return Arrays.copyOf(ids, size);
    }
}
