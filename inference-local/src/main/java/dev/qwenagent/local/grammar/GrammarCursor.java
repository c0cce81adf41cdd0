package dev.qwenagent.local.grammar;

import dev.qwenagent.local.sampling.TokenMask;
import dev.qwenagent.local.tokenizer.BpeTokenizer;

/** A place in a document that is being written, token by token. For one generation; not thread-safe. */
public final class GrammarCursor implements TokenConstraint {

    private static final int[] NOTHING = {};

    private final Grammar grammar;
    private State state;

    GrammarCursor(Grammar grammar) {
        this.grammar = grammar;
        this.state = grammar.start();
    }

    @Override
    public int needed() {
        return grammar.end(state).count();
    }

    @Override
    public int[] forced(int left) {
        ForcedSpan span = grammar.forced(state);
        boolean leavesEnough = span.tokens().length > 0
                && grammar.endsWithin(span.then(), left - span.tokens().length);
        return leavesEnough ? span.tokens() : NOTHING;
    }

    @Override
    public TokenMask mask() {
        return grammar.mask(state);
    }

    @Override
    public int[] ending(int token, int left) {
        State next = grammar.step(state, grammar.vocabulary().trie().bytes(token));
        boolean leavesEnough = next != null && grammar.endsWithin(next, left - 1);
        return leavesEnough || isEnd(token) ? NOTHING : grammar.end(state).tokens();
    }

    /** The fewest tokens to the end by the shortest way. */
    public int[] shortestEnd() {
        return grammar.end(state).tokens().clone();
    }

    private boolean isEnd(int token) {
        BpeTokenizer tokenizer = grammar.vocabulary().tokenizer();
        return tokenizer.specialTokens().endsTurn(token);
    }

    /**
     * A token was written.
     *
     * @throws IllegalArgumentException if it must not come here
     */
    @Override
    public void accept(int token) {
        byte[] bytes = grammar.vocabulary().trie().bytes(token);
        State next = grammar.step(state, bytes);
        if (next == null) {
            throw new IllegalArgumentException("the token %d (%s) must not come here".formatted(token,
                    grammar.vocabulary().tokenizer().decode(token)));
        }
        state = next;
    }

    /** Takes bytes that were written; tells whether they may come, and stays where it is if not. */
    public boolean accepts(byte[] bytes) {
        State next = bytes.length == 0 ? state : grammar.step(state, bytes);
        state = next == null ? state : next;
        return next != null;
    }

    /** Whether the document may end here. */
    public boolean mayEnd() {
        return state.mayEnd;
    }

    @Override
    public boolean isOver() {
        return state.isOver();
    }
}
