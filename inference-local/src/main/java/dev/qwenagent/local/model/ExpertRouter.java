package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;

/**
 * Chooses the experts of each token: the likeliest by a softmax over all, their shares scaled to sum to 1.
 *
 * <p>
 * Of equal probabilities the expert of the lower number is taken. Source: Shazeer et al., Outrageously Large Neural
 * Networks (2017), section 2.1, with the normalisation of the Qwen models.
 */
final class ExpertRouter {

    private final ExpertConfig config;
    private final Tensor weights; // (experts, width)
    private final Kernels kernels;

    ExpertRouter(ExpertConfig config, Tensor weights, Kernels kernels) {
        this.config = config;
        this.weights = weights;
        this.kernels = kernels;
    }

    /** From {@code normed} to {@code chosen} and {@code shares} for {@code n} tokens. */
    void route(Workspace ws, int n) {
        kernels.multiply(weights, ws.normed, ws.routing, n);
        for (int t = 0; t < n; t++) {
            kernels.softmax(ws.routing[t], config.experts());
            choose(ws.routing[t], ws.chosen[t], ws.shares[t]);
        }
    }

    private void choose(float[] probabilities, int[] chosen, float[] shares) {
        float sum = 0;
        for (int k = 0; k < config.used(); k++) {
            int best = -1;
            for (int expert = 0; expert < config.experts(); expert++) {
                if (best < 0 || probabilities[expert] > probabilities[best]) {
                    best = expert;
                }
            }
            chosen[k] = best;
            shares[k] = probabilities[best];
            sum += shares[k];
            probabilities[best] = -1;
        }
        for (int k = 0; k < config.used(); k++) {
            shares[k] /= sum;
        }
    }
}
