package dev.qwenagent.local;

import dev.qwenagent.local.chat.ThinkingSplitter;
import dev.qwenagent.local.session.TokenInterceptor;
import dev.qwenagent.local.tokenizer.StreamingDecoder;

/**
 * Closes a thought once a number of tokens has been sampled for it, by forcing the tokens that close it. Tokens that are
 * forced, and those that open or close a thought, are not counted; where a thought begins and ends is for the same splitter
 * to say that reads the reply, so that tags in any tokens count. For one generation.
 */
final class ThoughtLimit implements TokenInterceptor {

    private final int budget;
    private final int[] closing;
    private final StreamingDecoder decoder;
    private final ThinkingSplitter splitter;
    private int sampled;
    private int forced;

    /**
     * A limit for one generation.
     *
     * @param budget the most tokens sampled for thoughts
     * @param closing the tokens that close a thought, its closing tag among them
     * @param decoder of the model's tokens, its own for this generation
     * @param splitter of the reply, its own for this generation
     */
    ThoughtLimit(int budget, int[] closing, StreamingDecoder decoder, ThinkingSplitter splitter) {
        this.budget = budget;
        this.closing = closing;
        this.decoder = decoder;
        this.splitter = splitter;
    }

    @Override
    public int next(int generated, int previous) {
        if (previous != SAMPLE) {
            observe(previous);
        }
        if (forced > 0 && forced < closing.length) {
            return closing[forced++];
        }
        forced = 0;
        if (splitter.isInsideThought() && sampled >= budget) {
            return closing[forced++];
        }
        return SAMPLE;
    }

    private void observe(int token) {
        boolean wasInside = splitter.isInsideThought();
        splitter.accept(decoder.accept(token));
        if (wasInside && splitter.isInsideThought() && forced == 0) {
            sampled++;
        }
    }
}
