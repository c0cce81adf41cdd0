package dev.qwenagent.local.grammar;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the tokens of a vocabulary do at a place of a text: which stay inside it, which end it, and where in the tree of
 * tokens it has ended so that something else must follow. Found by one walk through the tree; whatever comes behind the
 * text, and whatever the bounds on its length, the result holds. Immutable.
 *
 * <p>
 * With bounds, a token inside the text needs so many characters: its own and the fewest that are then missing.
 */
final class TextTokens {

    private static final int FEW = 512;
    private static final int MOST_BOUNDS = 64;

    private final int[] inside; // token ids
    private final int[] needed; // (inside): characters that must be left for it
    private final int[] last; // ids of tokens that end with the text
    private final int[] lastLengths; // (last): characters of it
    private final int[] ended; // nodes of the tree at which the text has ended, and below which there are tokens
    private final int[] lengths; // (ended): characters until there
    private final int mostNeeded;
    private final int words;
    private final Map<Long, long[]> bits = new ConcurrentHashMap<>(); // by bounds

    private TextTokens(TokenTrie trie, IntArray inside, IntArray needed, IntArray ended, IntArray lengths) {
        this.inside = inside.toArray();
        this.needed = needed.toArray();
        IntArray tokens = new IntArray();
        IntArray tokenLengths = new IntArray();
        IntArray nodes = new IntArray();
        IntArray nodeLengths = new IntArray();
        int most = 0;
        for (int need : this.needed) {
            most = Math.max(most, need);
        }
        for (int i = 0; i < ended.size(); i++) {
            int node = ended.get(i);
            most = Math.max(most, lengths.get(i));
            if (trie.token(node) >= 0) {
                tokens.add(trie.token(node));
                tokenLengths.add(lengths.get(i));
            }
            if (trie.hasChildren(node)) {
                nodes.add(node);
                nodeLengths.add(lengths.get(i));
            }
        }
        this.last = tokens.toArray();
        this.lastLengths = tokenLengths.toArray();
        this.ended = nodes.toArray();
        this.lengths = nodeLengths.toArray();
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
                ended.add(node);
                lengths.add(counts[depth]);
            }
            if (token >= 0 && !closed) {
                inside.add(token);
                needed.add(counts[depth] + TextPlace.missing(dfa, TextPlace.state(place), then));
            }
            node = closed ? trie.end(node) : node + 1;
        }
        return new TextTokens(trie, inside, needed, ended, lengths);
    }

    /** The nodes at which the text has ended, and below which there are tokens. */
    int[] ended() {
        return ended;
    }

    /** Whether the text may have the length that it has at one of {@link #ended()}. */
    boolean mayEnd(int index, TextTerminal bounds) {
        return lengths[index] >= bounds.least() && lengths[index] <= bounds.most();
    }

    /** Sets the bits of the tokens that stay inside the text or end it, within its bounds. */
    void addTo(long[] mask, TextTerminal bounds) {
        if (inside.length + last.length < FEW) {
            addWithin(mask, bounds.least(), bounds.most());
            return;
        }
        int least = Math.min(bounds.least(), mostNeeded + 1);
        int most = Math.min(bounds.most(), mostNeeded);
        if (bits.size() >= MOST_BOUNDS) {
            bits.clear();
        }
        long[] own = bits.computeIfAbsent((long) least << 32 | most, _ -> {
            long[] made = new long[words];
            addWithin(made, least, most);
            return made;
        });
        for (int i = 0; i < mask.length; i++) {
            mask[i] |= own[i];
        }
    }

    /** How much it holds, in numbers of four bytes: its lists, and if they are long the bits of one pair of bounds. */
    int size() {
        int lists = 2 * (inside.length + ended.length + last.length);
        return 16 + lists + (inside.length + last.length < FEW ? 0 : 2 * words);
    }

    private void addWithin(long[] mask, int least, int most) {
        for (int i = 0; i < inside.length; i++) {
            if (needed[i] <= most) {
                mask[inside[i] / Long.SIZE] |= 1L << inside[i];
            }
        }
        for (int i = 0; i < last.length; i++) {
            if (lastLengths[i] >= least && lastLengths[i] <= most) {
                mask[last[i] / Long.SIZE] |= 1L << last[i];
            }
        }
    }
}
