package dev.qwenagent.local.grammar;

import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tokens that may come in a state: those that stay inside the text on top of a stack, which depend on that text
 * alone and are kept, and those that go beyond it, for which the walk through the tree goes on in what lies below. Used under
 * the lock of its grammar.
 */
final class MaskBuilder {

    /** Numbers kept: 16 MB. One place of a long text that may hold nearly anything has some 300,000. */
    static final long MOST_KEPT = 4_000_000;

    private record Place(TextDfa dfa, Encoding encoding, int state, int part) {}

    private final TokenVocabulary vocabulary;
    private final TokenTrie trie;
    private final Map<Place, TextTokens> kept = new LinkedHashMap<>(64, 0.75f, true); // least recently used first
    private long keptNumbers;

    private final Map<Stack, Set<Stack>> expansions = new IdentityHashMap<>(); // of the mask in the making

    MaskBuilder(TokenVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.trie = vocabulary.trie();
    }

    /** The bits of the tokens that may come in a state, the end aside. */
    long[] mask(State state) {
        long[] words = newWords();
        for (Stack stack : state.stacks) {
            add(words, stack, TokenTrie.ROOT);
        }
        trie.addTwins(words);
        expansions.clear();
        return words;
    }

    /** Whether a token that begins with the bytes that lead to a node, and goes on from there, goes on as a state allows. */
    boolean mayGoOn(State state, int node) {
        long[] words = newWords();
        for (Stack stack : state.stacks) {
            add(words, stack, node);
        }
        expansions.clear();
        for (long word : words) {
            if (word != 0) {
                return true;
            }
        }
        return false;
    }

    private long[] newWords() {
        return new long[(trie.tokens() + Long.SIZE - 1) / Long.SIZE];
    }

    private void add(long[] words, Stack stack, int node) {
        if (!trie.hasChildren(node)) {
            return;
        }
        switch (stack.top()) {
            case Literal literal -> literal(words, literal, stack.below(), node);
            case TextTerminal text -> text(words, text, stack.below(), node);
            case KeyTerminal key when node == TokenTrie.ROOT -> key(words, key, stack.below());
            case KeyTerminal key -> children(words, key, stack.below(), node);
            case Rule _ -> throw new IllegalStateException("a rule stands on top of a stack that was expanded");
        }
    }

    private void literal(long[] words, Literal literal, @Nullable Stack below, int from) {
        int node = from;
        for (int i = 0; i < literal.remaining(); i++) {
            node = trie.child(node, literal.byteAt(i));
            if (node < 0) {
                return;
            }
            set(words, trie.token(node));
        }
        follow(words, below, node);
    }

    private void text(long[] words, TextTerminal text, @Nullable Stack below, int node) {
        TextTokens tokens = node == TokenTrie.ROOT ? tokens(text) : TextTokens.walk(trie, node, text);
        tokens.addTo(words, text);
        Set<Stack> then = null;
        for (int i = 0; i < tokens.ended().length; i++) {
            int ended = tokens.ended()[i];
            if (tokens.mayEnd(i, text)) {
                then = then == null ? expanded(below) : then;
                for (Stack next : then) {
                    add(words, next, ended);
                }
            }
        }
    }

    private void key(long[] words, KeyTerminal key, @Nullable Stack below) {
        TextTokens tokens = tokens(key.name());
        long[] own = newWords();
        tokens.addTo(own, key.name());
        Set<Integer> taken = new LinkedHashSet<>();
        for (String end : key.object().keys().endsAfter(key.written())) {
            int node = TokenTrie.ROOT;
            for (int i = 0; i < end.length() && node >= 0; i++) {
                node = trie.child(node, end.charAt(i));
            }
            if (node >= 0) {
                taken.add(node);
                int token = trie.token(node);
                if (token >= 0) {
                    own[token / Long.SIZE] &= ~(1L << token);
                }
            }
        }
        for (int i = 0; i < words.length; i++) {
            words[i] |= own[i];
        }
        // What comes next is the same behind every key: a colon. The key itself matters only to later keys.
        Set<Stack> then = null;
        for (int ended : tokens.ended()) {
            if (!taken.contains(ended)) {
                then = then == null ? expanded(key.followed(below)) : then;
                for (Stack next : then) {
                    add(words, next, ended);
                }
            }
        }
    }

    /** One byte after the other, as objects: for the few nodes below one that a key begins at. */
    private void children(long[] words, Terminal terminal, @Nullable Stack below, int node) {
        for (int child = node + 1; child < trie.end(node); child = trie.end(child)) {
            Terminal next = terminal.next(trie.label(child));
            if (next == null) {
                continue;
            }
            set(words, trie.token(child));
            if (next.mayGoOn()) {
                children(words, next, below, child);
            }
            if (next.mayEnd()) {
                follow(words, next.followed(below), child);
            }
        }
    }

    private void follow(long[] words, @Nullable Stack below, int node) {
        if (trie.hasChildren(node)) {
            for (Stack next : expanded(below)) {
                add(words, next, node);
            }
        }
    }

    /** What lies below is asked for at many nodes, one after the other. */
    private Set<Stack> expanded(@Nullable Stack stack) {
        if (stack == null) {
            return Set.of();
        }
        Set<Stack> known = expansions.get(stack);
        if (known == null) {
            known = new LinkedHashSet<>();
            Automaton.expand(stack, known);
            expansions.put(stack, known);
        }
        return known;
    }

    private static void set(long[] words, int token) {
        if (token >= 0) {
            words[token / Long.SIZE] |= 1L << token;
        }
    }

    private TextTokens tokens(TextTerminal text) {
        if (text.dfa() == TextDfa.ANY) {
            return vocabulary.anyText(text);
        }
        Place place = new Place(text.dfa(), text.encoding(), text.state(), text.part());
        TextTokens known = kept.get(place);
        if (known == null) {
            known = TextTokens.walk(trie, TokenTrie.ROOT, text);
            keep(place, known);
        }
        return known;
    }

    private void keep(Place place, TextTokens tokens) {
        kept.put(place, tokens);
        keptNumbers += tokens.size();
        for (Iterator<TextTokens> oldest = kept.values().iterator(); keptNumbers > MOST_KEPT; oldest.remove()) {
            keptNumbers -= oldest.next().size();
        }
    }

    /** How many numbers are kept, four bytes each. */
    long keptNumbers() {
        return keptNumbers;
    }
}
