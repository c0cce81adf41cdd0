package dev.qwenagent.local.tokenizer;

/**
 * Merges the bytes of one piece of text, best pair first, until no pair is left.
 * <p>
 * The symbols are a doubly linked list over arrays and the possible merges a queue, so a piece of n bytes takes n log n
 * steps. An entry of the queue may be outdated by a neighbour's merge; it is recognised by its rank, which is no longer that
 * of the pair at its position. Holds its arrays from piece to piece; not thread-safe: one encoding, one merger.
 */
final class PieceMerger {

    private static final int NONE = -1;

    private final MergeTable merges;
    private final int[] byteIds;
    private final TokenList output;
    private final MergeQueue queue = new MergeQueue();
    private int[] ids = new int[64];
    private int[] next = new int[64];
    private int[] previous = new int[64];
    private int length;

    PieceMerger(MergeTable merges, int[] byteIds, TokenList output) {
        this.merges = merges;
        this.byteIds = byteIds;
        this.output = output;
    }

    /** Encodes the characters from {@code start} to {@code end} (exclusive) and appends their tokens to the output. */
    void encode(String text, int start, int end) {
        load(text, start, end);
        for (int i = 0; i + 1 < length; i++) {
            offer(i);
        }
        while (!queue.isEmpty()) {
            long entry = queue.remove();
            int left = MergeQueue.position(entry);
            int right = next[left];
            if (ids[left] != NONE && right != NONE) {
                int slot = merges.find(ids[left], ids[right]);
                if (slot >= 0 && merges.rank(slot) == MergeQueue.rank(entry)) {
                    join(left, right, merges.merged(slot));
                }
            }
        }
        for (int i = 0; i != NONE; i = next[i]) {
            output.add(ids[i]);
        }
    }

    private void join(int left, int right, int merged) {
        ids[left] = merged;
        ids[right] = NONE;
        next[left] = next[right];
        if (next[left] != NONE) {
            previous[next[left]] = left;
            offer(left);
        }
        if (previous[left] != NONE) {
            offer(previous[left]);
        }
    }

    private void offer(int left) {
        int slot = merges.find(ids[left], ids[next[left]]);
        if (slot >= 0) {
            queue.add(merges.rank(slot), left);
        }
    }

    /** Fills the list with the UTF-8 bytes of the characters; half of a surrogate pair becomes U+FFFD. */
    private void load(String text, int start, int end) {
        ensureCapacity(3 * (end - start));
        length = 0;
        int i = start;
        while (i < end) {
            int character = text.codePointAt(i);
            append(character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE ? 0xFFFD : character);
            i += Character.charCount(character);
        }
        next[length - 1] = NONE;
    }

    private void append(int character) {
        if (character < 0x80) {
            appendByte(character);
        } else if (character < 0x800) {
            appendByte(0xC0 | character >> 6);
            appendByte(0x80 | character & 0x3F);
        } else if (character < 0x10000) {
            appendByte(0xE0 | character >> 12);
            appendByte(0x80 | character >> 6 & 0x3F);
            appendByte(0x80 | character & 0x3F);
        } else {
            appendByte(0xF0 | character >> 18);
            appendByte(0x80 | character >> 12 & 0x3F);
            appendByte(0x80 | character >> 6 & 0x3F);
            appendByte(0x80 | character & 0x3F);
        }
    }

    private void appendByte(int value) {
        ids[length] = byteIds[value];
        previous[length] = length - 1;
        next[length] = length + 1;
        length++;
    }

    private void ensureCapacity(int bytes) {
        if (bytes > ids.length) {
            ids = new int[bytes];
            next = new int[bytes];
            previous = new int[bytes];
        }
    }
}
