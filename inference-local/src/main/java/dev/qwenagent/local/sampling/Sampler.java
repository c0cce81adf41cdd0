package dev.qwenagent.local.sampling;

import dev.qwenagent.local.LocalModelException;

/** Chooses a token. May keep state between calls, and is then for one session and one thread. */
@FunctionalInterface
public interface Sampler {

    /**
     * Chooses the next token.
     *
     * @param logits a score for each token, not changed; negative infinity forbids a token
     * @param allowed the tokens that may be chosen; looked at while the scores are, so that it costs no pass of its own
     * @return a token that is allowed and not forbidden
     * @throws LocalModelException if no such token has a score above negative infinity
     */
    int sample(float[] logits, TokenMask allowed);

    /** {@link #sample(float[], TokenMask)} of all tokens. */
    default int sample(float[] logits) {
        return sample(logits, TokenMask.ALL);
    }

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

    private static int likeliest(float[] logits, TokenMask allowed) {
        int best = -1;
        float most = Float.NEGATIVE_INFINITY;
        if (allowed.isAll()) {
            for (int id = 0; id < logits.length; id++) {
                if (logits[id] > most) {
                    most = logits[id];
                    best = id;
                }
            }
        } else {
            for (int id = allowed.next(0); id >= 0 && id < logits.length; id = allowed.next(id + 1)) {
                if (logits[id] > most) {
                    most = logits[id];
                    best = id;
                }
            }
        }
        if (best < 0) {
            throw nothingToChoose(logits, allowed);
        }
        return best;
    }

    /** What is wrong when there is no token to choose. */
    static LocalModelException nothingToChoose(float[] logits, TokenMask allowed) {
        return new LocalModelException(allowed.isAll()
                ? "none of the %d tokens has a finite score; the model file is damaged or its weights overflow"
                        .formatted(logits.length)
                : "none of the %d tokens that may come next has a finite score; a logit bias forbids what is asked for, or the model file is damaged"
                        .formatted(allowed.count()));
    }
}
