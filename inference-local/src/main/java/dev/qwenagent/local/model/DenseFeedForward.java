package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;

/**
 * A gated network of one hidden layer: {@code down(silu(gate x) * up x)}. A dense layer is one of these, an expert is
 * another. Source: Shazeer, GLU Variants Improve Transformer (2020).
 */
final class DenseFeedForward implements FeedForward {

    /**
     * The weights.
     *
     * @param gate (hidden, width)
     * @param up (hidden, width)
     * @param down (width, hidden)
     */
    record Weights(Tensor gate, Tensor up, Tensor down) {}

    private final Weights weights;
    private final Kernels kernels;

    DenseFeedForward(Weights weights, Kernels kernels) {
        this.weights = weights;
        this.kernels = kernels;
    }

    @Override
    public void apply(Workspace ws, int n) {
        transform(ws.feedForward(), ws.normed, ws.mixed, n);
    }

    /** From the first {@code n} rows of {@code x} to those of {@code out}. */
    void transform(FeedForwardScratch scratch, float[][] x, float[][] out, int n) {
        kernels.multiply(weights.gate, x, scratch.gates, n);
        kernels.multiply(weights.up, x, scratch.ups, n);
        for (int i = 0; i < n; i++) {
            kernels.gatedSilu(scratch.gates[i], scratch.ups[i], weights.gate.rows());
        }
        kernels.multiply(weights.down, scratch.gates, out, n);
    }
}
