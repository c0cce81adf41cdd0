package dev.qwenagent.local.sampling;

import dev.qwenagent.local.LocalModelException;

/** Chooses a token. May keep state between calls, and is then for one session and one thread. */
@FunctionalInterface
public interface Sampler {

    /**
     * Chooses the next token.
     *
     * @param logits a score for each token, not changed; negative infinity forbids a token
     * @return a token that is not forbidden
     * @throws LocalModelException if no score is a number above negative infinity
     */
    int sample(float[] logits);

    /**
     * A token joined the answer, chosen by this sampler or forced by somebody else. A sampler that looks at no more than
     * the scores has no use for it.
     */
    default void accepted(int token) {}

    /** Always the likeliest token, of equals the one with the lowest id. */
    static Sampler greedy() {
        return Sampler::likeliest;
    }

    /** What the options describe: greedy at temperature 0, else a seeded random choice. */
    static Sampler of(SamplingOptions options) {
        return options.temperature() == 0 ? greedy() : new RandomSampler(options);
    }

    /**
     * Adjusts the scores and lets another sampler choose; for one generation.
     *
     * @param chooser chooses by the adjusted scores
     * @param adjustments what is done to the scores
     * @param prompt the tokens before the answer
     */
    static Sampler adjusting(Sampler chooser, LogitAdjustments adjustments, int... prompt) {
        return adjustments.equals(LogitAdjustments.none()) ? chooser
                : new AdjustingSampler(chooser, adjustments, prompt);
    }

    private static int likeliest(float[] logits) {
        int best = -1;
        float most = Float.NEGATIVE_INFINITY;
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] > most) {
                most = logits[id];
                best = id;
            }
        }
        if (best < 0) {
            throw new LocalModelException(
                    "none of the %d tokens has a finite score; the model file is damaged or its weights overflow"
                            .formatted(logits.length));
        }
        return best;
    }
}
