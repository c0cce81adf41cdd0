package dev.qwenagent.examples.cli.model;

import dev.qwenagent.local.model.Batch;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.model.ModelState;
import java.util.Arrays;

/** Computes the scores of what may follow, at every position of a prompt. */
final class PromptLogits {

    /** Tokens that are taken in at once unless more or fewer are asked for. */
    static final int USUAL_ROWS = 64;

    private static final int MOST_SCORES = 1 << 23; // 32 MiB of them at once

    /** Is told of one position after the other. */
    @FunctionalInterface
    interface Listener {
        /**
         * The scores after a position.
         *
         * @param position from 0
         * @param logits (vocabulary): valid during this call
         */
        void scored(int position, float[] logits);
    }

    private PromptLogits() {}

    /**
     * Takes in a prompt.
     *
     * @param tokens ids of the model's vocabulary, no more than its context holds
     * @param most the most tokens that are taken in at once, at least 1
     */
    static void compute(Model model, int[] tokens, int most, Listener listener) {
        int vocabulary = model.config().vocabulary();
        int rows = Math.clamp(MOST_SCORES / vocabulary, 1, Math.min(most, tokens.length));
        float[][] logits = new float[rows][vocabulary];
        Batch batch = model.newBatch(rows);
        ModelState state = model.newState(tokens.length);
        for (int at = 0; at < tokens.length; at += rows) {
            int count = Math.min(rows, tokens.length - at);
            batch.fill(tokens, at, count);
            model.forward().forward(batch, state, Arrays.copyOf(logits, count));
            for (int i = 0; i < count; i++) {
                listener.scored(at + i, logits[i]);
            }
        }
    }
}
