package dev.qwenagent.local.grammar;

import dev.qwenagent.local.tokenizer.BpeTokenizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The tokens of a model as grammars see them: the bytes of each, as a tree, and which of them end what the model says. Made
 * once for a tokenizer, in some hundred milliseconds for a large one, and shared by all its grammars. Safe for use by several
 * threads.
 */
public final class TokenVocabulary {

    private record Place(Encoding encoding, int state, int part) {}

    private final BpeTokenizer tokenizer;
    private final TokenTrie trie;
    private final int[] ends;
    private final Map<Place, TextTokens> anyText = new ConcurrentHashMap<>();

    private TokenVocabulary(BpeTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.trie = TokenTrie.of(tokenizer);
        this.ends = IntStream.range(0, tokenizer.vocabulary().size())
                .filter(tokenizer.specialTokens()::endsTurn)
                .toArray();
    }

    /** The tokens of a tokenizer. */
    public static TokenVocabulary of(BpeTokenizer tokenizer) {
        return new TokenVocabulary(tokenizer);
    }

    /** The tokenizer. */
    public BpeTokenizer tokenizer() {
        return tokenizer;
    }

    TokenTrie trie() {
        return trie;
    }

    /** The tokens that end what the model says. */
    public int[] ends() {
        return ends.clone();
    }

    /** What tokens do at a place of a text that may be any. */
    TextTokens anyText(TextTerminal text) {
        return anyText.computeIfAbsent(new Place(text.encoding(), text.state(), text.part()),
                _ -> TextTokens.walk(trie, TokenTrie.ROOT, text));
    }
}
