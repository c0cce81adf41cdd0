package dev.qwenagent.local.grammar;

import dev.qwenagent.local.sampling.TokenMask;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be written, as tokens of a vocabulary. States and masks are worked out when they are first reached and kept, up
 * to a bound; so the same grammar should serve all requests that ask for it. Safe for use by several threads.
 */
public final class Grammar {

    private static final int MOST_MASKS = 512;

    private final TokenVocabulary vocabulary;
    private final Automaton automaton;
    private final MaskBuilder builder;
    private final Map<Set<Stack>, TokenMask> masks = new LinkedHashMap<>(64, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Set<Stack>, TokenMask> eldest) {
            return size() > MOST_MASKS;
        }
    };

    private Grammar(Fragment fragment, TokenVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.automaton = new Automaton(fragment.root());
        this.builder = new MaskBuilder(vocabulary);
    }

    /** The grammar of a fragment. */
    public static Grammar of(Fragment fragment, TokenVocabulary vocabulary) {
        return new Grammar(fragment, vocabulary);
    }

    /** A document about to begin. */
    public GrammarCursor begin() {
        return new GrammarCursor(this);
    }

    TokenVocabulary vocabulary() {
        return vocabulary;
    }

    synchronized State start() {
        return automaton.start();
    }

    /** The state behind a byte, 0 to 255; null if it must not come. */
    synchronized @Nullable State step(State from, int value) {
        return automaton.step(from, value);
    }

    /** The state behind a token; null if it must not come. */
    synchronized @Nullable State step(State from, byte[] bytes) {
        State state = bytes.length == 0 ? null : from;
        for (int i = 0; i < bytes.length && state != null; i++) {
            state = automaton.step(state, bytes[i] & 0xFF);
        }
        return state;
    }

    /** The tokens that may come in a state, those that end the document among them where it may end. */
    synchronized TokenMask mask(State state) {
        TokenMask known = state.mask;
        if (known == null) {
            known = masks.computeIfAbsent(key(state), _ -> {
                TokenMask mask = TokenMask.of(builder.mask(state));
                return state.mayEnd ? mask.with(vocabulary.ends()) : mask;
            });
            state.mask = state.stacks.size() == 1 && state.stacks.iterator().next().top() instanceof Literal ? known
                    : null;
        }
        return known;
    }

    /** States differ in how far off a bound is; past the longest token that makes no difference to the mask. */
    private Set<Stack> key(State state) {
        Set<Stack> key = new LinkedHashSet<>();
        int longest = vocabulary.trie().deepest() + 1;
        for (Stack stack : state.stacks) {
            boolean isBounded = stack.top() instanceof TextTerminal text
                    && (text.most() != Shape.UNLIMITED || text.least() > longest);
            key.add(isBounded ? Stack.of(capped((TextTerminal) stack.top(), longest), stack.below()) : stack);
        }
        if (state.mayEnd) {
            key.add(END);
        }
        return key;
    }

    private static final Stack END = Stack.of(Literal.of(""), null);

    private static TextTerminal capped(TextTerminal text, int longest) {
        return new TextTerminal(text.dfa(), text.encoding(), text.state(), text.part(), Math.min(text.least(), longest),
                text.most() > longest + text.dfa().longestDistance() ? Shape.UNLIMITED : text.most());
    }

    /** The shortest way to the end. */
    synchronized ShortestEnd end(State state) {
        ShortestEnd known = state.end;
        if (known == null) {
            known = ShortestEnd.of(state, vocabulary.trie());
            state.end = known;
        }
        return known;
    }

    /** Whether so many tokens are enough to the end; where bytes are few enough, no tokens need be counted. */
    synchronized boolean endsWithin(State state, int tokens) {
        if (state.mayEnd) {
            return tokens >= 0;
        }
        if (state.end == null) {
            for (Stack stack : state.stacks) {
                if (stack.length() <= tokens) {
                    return true;
                }
            }
        }
        return end(state).count() <= tokens;
    }

    /** What must come in a state. */
    synchronized ForcedSpan forced(State state) {
        ForcedSpan known = state.forced;
        if (known == null) {
            known = ForcedSpan.of(state, automaton, vocabulary, builder);
            state.forced = known;
        }
        return known;
    }
}
