package dev.qwenagent.local.grammar;

import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What must come next because nothing else may: keys, punctuation, the rest of a name that is the only one left.
 *
 * @param tokens the span as the tokenizer cuts it, without the tokens at its end that a longer token could replace, one that
 *        goes on into what is open
 * @param then the state behind them
 */
record ForcedSpan(int[] tokens, State then) {

    private static final int LONGEST = 2_048;

    static ForcedSpan of(State from, Automaton automaton, TokenVocabulary vocabulary, MaskBuilder masks) {
        ByteText collected = new ByteText();
        State border = from;
        int only = border.onlyByte();
        for (int length = 0; only != Terminal.SEVERAL && length < LONGEST; length++) {
            State next = automaton.step(border, only);
            if (next == null) {
                break;
            }
            collected.add(only);
            border = next;
            only = border.onlyByte();
        }
        byte[] bytes = collected.toBytes();
        int[] tokens = bytes.length == 0 ? new int[0] : cut(bytes, vocabulary);
        int kept = kept(tokens, bytes, border, vocabulary.trie(), masks);
        State then = from;
        for (int i = 0; i < kept; i++) {
            for (byte value : vocabulary.trie().bytes(tokens[i])) {
                then = step(automaton, then, value & 0xFF);
            }
        }
        return new ForcedSpan(Arrays.copyOf(tokens, kept), then);
    }

    private static State step(Automaton automaton, @Nullable State from, int value) {
        State next = from == null ? null : automaton.step(from, value);
        if (next == null) {
            throw new IllegalStateException("a forced span leads nowhere");
        }
        return next;
    }

    /** As the tokenizer cuts the text, if it keeps its bytes; a span may end inside a character. */
    private static int[] cut(byte[] bytes, TokenVocabulary vocabulary) {
        BpeTokenizer tokenizer = vocabulary.tokenizer();
        String text = new String(bytes, StandardCharsets.UTF_8);
        int[] tokens = tokenizer.encode(text);
        ByteText back = new ByteText();
        for (int token : tokens) {
            back.add(vocabulary.trie().bytes(token));
        }
        return Arrays.equals(back.toBytes(), bytes) ? tokens : ShortestEnd.cut(bytes, vocabulary.trie());
    }

    /** How many tokens stand whatever follows: from none of them on does a longer token reach beyond the border. */
    private static int kept(int[] tokens, byte[] bytes, State border, TokenTrie trie, MaskBuilder masks) {
        int begin = bytes.length;
        int kept = tokens.length;
        for (int i = tokens.length - 1; i >= 0; i--) {
            begin -= trie.bytes(tokens[i]).length;
            if (bytes.length - begin > trie.deepest()) {
                break;
            }
            int node = TokenTrie.ROOT;
            for (int at = begin; at < bytes.length && node >= 0; at++) {
                node = trie.child(node, bytes[at] & 0xFF);
            }
            if (node > 0 && masks.mayGoOn(border, node)) {
                kept = i;
            }
        }
        return kept;
    }
}
