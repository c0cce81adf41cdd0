package dev.qwenagent.local.grammar;

import java.util.Arrays;

/**
 * The shortest way to the end of a document, in bytes, by the fewest tokens.
 *
 * @param tokens the tokens; none where the document has ended
 */
record ShortestEnd(int[] tokens) {

    /** The shortest way from a state; empty where the document may end. */
    static ShortestEnd of(State state, TokenTrie trie) {
        if (state.mayEnd) {
            return new ShortestEnd(new int[0]);
        }
        Stack best = null;
        long least = Long.MAX_VALUE;
        for (Stack stack : state.stacks) {
            long length = stack.length();
            if (length < least) {
                least = length;
                best = stack;
            }
        }
        ByteText text = new ByteText();
        if (best != null) {
            best.shortest(text);
        }
        return new ShortestEnd(cut(text.toBytes(), trie));
    }

    /** Cuts bytes into as few tokens as can be; there is a token for each byte, so it can be done. */
    static int[] cut(byte[] bytes, TokenTrie trie) {
        int[] fewest = new int[bytes.length + 1];
        int[] chosen = new int[bytes.length + 1];
        Arrays.fill(fewest, Integer.MAX_VALUE);
        fewest[bytes.length] = 0;
        for (int from = bytes.length - 1; from >= 0; from--) {
            int node = TokenTrie.ROOT;
            for (int to = from; to < bytes.length; to++) {
                node = trie.child(node, bytes[to] & 0xFF);
                if (node < 0) {
                    break;
                }
                int token = trie.token(node);
                if (token >= 0 && fewest[to + 1] != Integer.MAX_VALUE && fewest[to + 1] + 1 <= fewest[from]) {
                    fewest[from] = fewest[to + 1] + 1;
                    chosen[from] = token;
                }
            }
        }
        IntArray tokens = new IntArray();
        for (int at = 0; at < bytes.length; at += trie.bytes(chosen[at]).length) {
            tokens.add(chosen[at]);
        }
        return tokens.toArray();
    }

    int count() {
        return tokens.length;
    }
}
