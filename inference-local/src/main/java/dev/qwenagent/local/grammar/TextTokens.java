package dev.qwenagent.local.grammar;

/**
 * What the tokens of a vocabulary do at a place of a text: which stay inside it, which end it, and where in the tree of
 * tokens it has ended so that something else must follow. Found by one walk through the tree; whatever comes behind the
 * text, and whatever the bounds on its length, the result holds. Immutable.
 *
 * <p>
 * With bounds, a token inside the text needs so many characters: its own and the fewest that are then missing.
 */
final class TextTokens {

    private final int[] inside; // token ids
    private final int[] needed; // (inside): characters that must be left for it
    private final int[] ended; // nodes of the tree at which the text has ended
    private final int[] lengths; // (ended): characters until there
    private final int mostNeeded;
    private final int words;
    private final TokenTrie trie;
    private long[] all = {}; // the bits of inside and ended, once they were needed

    private TextTokens(TokenTrie trie, IntArray inside, IntArray needed, IntArray ended, IntArray lengths) {
        this.trie = trie;
        this.inside = inside.toArray();
        this.needed = needed.toArray();
        this.ended = ended.toArray();
        this.lengths = lengths.toArray();
        int most = 0;
        for (int need : this.needed) {
            most = Math.max(most, need);
        }
        for (int length : this.lengths) {
            most = Math.max(most, length);
        }
        this.mostNeeded = most;
        this.words = (trie.tokens() + Long.SIZE - 1) / Long.SIZE;
    }

    /** Walks what is below a node, from a place of a text. */
    static TextTokens walk(TokenTrie trie, int from, TextTerminal text) {
        TextDfa dfa = text.dfa();
        Encoding encoding = text.encoding();
        int base = trie.depth(from);
        long[] places = new long[trie.deepest() - base + 1];
        int[] counts = new int[places.length];
        places[0] = TextPlace.of(text.state(), text.part());
        IntArray inside = new IntArray();
        IntArray needed = new IntArray();
        IntArray ended = new IntArray();
        IntArray lengths = new IntArray();
        if (text.mayEnd()) {
            ended.add(from);
            lengths.add(0);
        }
        int end = trie.end(from);
        for (int node = from + 1; node < end;) {
            int depth = trie.depth(node) - base;
            long before = places[depth - 1];
            int part = TextPlace.part(before);
            long place = TextPlace.next(dfa, encoding, TextPlace.state(before), part, trie.label(node));
            if (place == TextPlace.DEAD) {
                node = trie.end(node);
                continue;
            }
            int then = TextPlace.part(place);
            places[depth] = place;
            counts[depth] = counts[depth - 1] + (then == TextPlace.BODY && part != TextPlace.OPENING ? 1 : 0);
            boolean closed = then == TextPlace.CLOSED;
            int token = trie.token(node);
            if (closed || (encoding == Encoding.RAW && then == TextPlace.BODY && dfa.accepts(TextPlace.state(place)))) {
                if (closed || trie.hasChildren(node)) {
                    ended.add(node);
                    lengths.add(counts[depth]);
                }
            }
            if (token >= 0 && !closed) {
                inside.add(token);
                needed.add(counts[depth] + TextPlace.missing(dfa, TextPlace.state(place), then));
            }
            node = closed ? trie.end(node) : node + 1;
        }
        return new TextTokens(trie, inside, needed, ended, lengths);
    }

    /** The nodes at which the text has ended. */
    int[] ended() {
        return ended;
    }

    /** Whether the text may have the length that it has at one of {@link #ended()}. */
    boolean mayEnd(int index, TextTerminal bounds) {
        return lengths[index] >= bounds.least() && lengths[index] <= bounds.most();
    }

    /** Sets the bits of the tokens that stay inside the text or end it, within its bounds. */
    void addTo(long[] mask, TextTerminal bounds) {
        if (bounds.least() > 0 || bounds.most() < mostNeeded) {
            addWithin(mask, bounds);
            return;
        }
        if (inside.length + ended.length < 512) {
            addWithin(mask, bounds);
            return;
        }
        if (all.length == 0) {
            long[] bits = new long[words];
            addWithin(bits, bounds);
            all = bits;
        }
        for (int i = 0; i < mask.length; i++) {
            mask[i] |= all[i];
        }
    }

    private void addWithin(long[] mask, TextTerminal bounds) {
        for (int i = 0; i < inside.length; i++) {
            if (needed[i] <= bounds.most()) {
                mask[inside[i] / Long.SIZE] |= 1L << inside[i];
            }
        }
        for (int i = 0; i < ended.length; i++) {
            int token = trie.token(ended[i]);
            if (token >= 0 && mayEnd(i, bounds)) {
                mask[token / Long.SIZE] |= 1L << token;
            }
        }
    }
}
