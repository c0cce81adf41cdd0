package dev.qwenagent.local;

import dev.qwenagent.local.session.TokenInterceptor;

/**
 * Closes a thought once a number of tokens has been sampled for it, by forcing the tokens that close it. Tokens that are
 * forced, and the tags themselves, are not counted. For one generation.
 */
final class ThoughtLimit implements TokenInterceptor {

    private final int budget;
    private final int openingTag;
    private final int closingTag;
    private final int[] closingWords;
    private boolean insideThought;
    private int thoughtTokens;
    private int forced = -1;

    /**
     * A limit for one generation.
     *
     * @param budget the most tokens sampled for thoughts
     * @param openingTag id of the token that opens a thought
     * @param closingWords what closes it, the closing tag included
     * @param closingTag id of the token that closes a thought
     */
    ThoughtLimit(int budget, int openingTag, int closingTag, int... closingWords) {
        this.budget = budget;
        this.openingTag = openingTag;
        this.closingTag = closingTag;
        this.closingWords = closingWords;
    }

    /** The same, for a prompt that ends inside a thought. */
    ThoughtLimit startingInside() {
        insideThought = true;
        return this;
    }

    @Override
    public int next(int generated, int previous) {
        if (forced >= 0 && forced < closingWords.length) {
            return closingWords[forced++];
        }
        if (forced == closingWords.length) {
            forced = -1;
            insideThought = false;
        } else {
            observe(previous);
        }
        if (insideThought && thoughtTokens >= budget) {
            forced = 1;
            return closingWords[0];
        }
        return SAMPLE;
    }

    private void observe(int token) {
        if (!insideThought) {
            insideThought = token == openingTag;
        } else if (token == closingTag) {
            insideThought = false;
        } else if (token != SAMPLE) {
            thoughtTokens++;
        }
    }
}
