package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;

/**
 * What all architectures share: a token enters as its embedding, every block reads a normalised copy and adds its
 * result, and what has gathered at the end is turned into scores.
 */
final class ResidualStream {

    /**
     * The weights.
     *
     * @param embedding (vocabulary, width), looked up by row
     * @param outputNorm (width)
     * @param output (vocabulary, width); in a tied model the embedding once more
     */
    record Weights(Tensor embedding, float[] outputNorm, Tensor output) {}

    private final Weights weights;
    private final float epsilon;
    private final Kernels kernels;

    ResidualStream(Weights weights, float epsilon, Kernels kernels) {
        this.weights = weights;
        this.epsilon = epsilon;
        this.kernels = kernels;
    }

    /** The tokens of the batch to {@code residual}. */
    void embed(Batch batch) {
        for (int t = 0; t < batch.size(); t++) {
            weights.embedding.row(batch.token(t), batch.workspace().residual[t]);
        }
    }

    /** From {@code residual} to {@code normed}. */
    void normalise(Workspace ws, float[] weight, int n) {
        for (int t = 0; t < n; t++) {
            kernels.rmsNorm(ws.residual[t], weight, epsilon, ws.normed[t]);
        }
    }

    /** Adds {@code mixed} to {@code residual}. */
    void add(Workspace ws, int n) {
        for (int t = 0; t < n; t++) {
            kernels.add(ws.residual[t], 1, ws.mixed[t], weights.outputNorm.length);
        }
    }

    /** From {@code residual} to the scores after the last tokens of {@code n}, as many as there are rows for. */
    void score(Workspace ws, int n, float[][] logits) {
        int first = n - logits.length;
        for (int i = 0; i < logits.length; i++) {
            kernels.rmsNorm(ws.residual[first + i], weights.outputNorm, epsilon, ws.normed[i]);
        }
        if (logits.length > 0) {
            kernels.multiply(weights.output, ws.normed, logits, logits.length);
        }
    }
}
