package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;
import java.util.Arrays;

/**
 * Chooses the experts of each token, the likeliest by a softmax over all, and lists each expert's tokens.
 *
 * <p>
 * Of equal probabilities the expert of the lower number is taken. Source: Shazeer et al., Outrageously Large Neural
 * Networks (2017), section 2.1, with the normalisation of the Qwen models.
 */
final class ExpertRouter {

    private static final float TAKEN = -1;

    private final FeedForwardConfig.Experts config;
    private final Tensor weights; // (experts, width)
    private final Kernels kernels;

    ExpertRouter(FeedForwardConfig.Experts config, Tensor weights, Kernels kernels) {
        this.config = config;
        this.weights = weights;
        this.kernels = kernels;
    }

    /** From the rows of {@code x} to the lists of tokens by expert. */
    void route(RoutingScratch scratch, float[][] x, int n) {
        kernels.multiply(weights, x, scratch.probabilities, n);
        for (int t = 0; t < n; t++) {
            kernels.softmax(scratch.probabilities[t], config.experts());
            choose(scratch.probabilities[t], scratch.chosen[t], scratch.shares[t]);
        }
        listByExpert(scratch, n);
    }

    private void choose(float[] probabilities, int[] chosen, float[] shares) {
        float sum = 0;
        for (int k = 0; k < config.used(); k++) {
            int best = -1;
            for (int expert = 0; expert < config.experts(); expert++) {
                boolean free = probabilities[expert] != TAKEN; // true as well for what is no number
                if (free && (best < 0 || probabilities[expert] > probabilities[best])) {
                    best = expert;
                }
            }
            chosen[k] = best;
            shares[k] = probabilities[best];
            sum += shares[k];
            probabilities[best] = TAKEN;
        }
        switch (config.shares()) {
            case OF_ALL -> {
            }
            case OF_CHOSEN -> {
                for (int k = 0; k < config.used(); k++) {
                    shares[k] /= sum;
                }
            }
        }
    }

    /** A counting sort: each expert's tokens end up in the order of the batch. */
    private void listByExpert(RoutingScratch scratch, int n) {
        int[] starts = scratch.starts;
        Arrays.fill(starts, 0);
        for (int t = 0; t < n; t++) {
            for (int expert : scratch.chosen[t]) {
                starts[expert]++;
            }
        }
        int end = 0;
        for (int expert = 0; expert <= config.experts(); expert++) {
            end += starts[expert];
            starts[expert] = end;
        }
        for (int t = n - 1; t >= 0; t--) {
            for (int k = config.used() - 1; k >= 0; k--) {
                int at = --starts[scratch.chosen[t][k]];
                scratch.tokens[at] = t;
                scratch.tokenShares[at] = scratch.shares[t][k];
            }
        }
    }
}
