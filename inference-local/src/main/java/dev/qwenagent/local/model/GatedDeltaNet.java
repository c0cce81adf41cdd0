package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;

/**
 * Linear attention whose memory fades and is corrected instead of only added to.
 *
 * <p>
 * For each value head, with its unit key k and query q, value v, write strength b and decay a:
 *
 * <pre>
 * S   = a S                   the memory fades          a = exp(A softplus(alpha + bias)),  A below 0
 * d   = b (v - S^T k)         what it gets wrong        b = sigmoid(beta)
 * S   = S + k d^T             the correction
 * out = S^T q / sqrt(size)
 * </pre>
 *
 * <p>
 * Queries, keys and values pass a causal convolution and SiLU before; the output is normalised for each head and gated.
 * Source: Yang et al., Gated Delta Networks (2024), equation 10.
 */
final class GatedDeltaNet implements TokenMixer {

    private static final double LEAST_SQUARES = 1e-6;

    /**
     * The weights.
     *
     * @param channels (channels, width): all queries, all keys, all values
     * @param gates (valueWidth, width)
     * @param steps what write strengths and decays are computed from
     * @param convolution (taps, channels), the tap of the oldest input first
     * @param decayRates (valueHeads), below 0
     * @param decayBiases (valueHeads)
     * @param norm (headSize)
     * @param output (width, valueWidth)
     */
    record Weights(Tensor channels, Tensor gates, Steps steps, float[][] convolution, float[] decayRates,
            float[] decayBiases, float[] norm, Tensor output) {}

    /** What write strengths and decays are computed from. */
    sealed interface Steps {

        /**
         * A matrix for each.
         *
         * @param writeStrengths (valueHeads, width)
         * @param decays (valueHeads, width)
         */
        record Separate(Tensor writeStrengths, Tensor decays) implements Steps {}

        /**
         * One matrix.
         *
         * @param both (2 * valueHeads, width): for each key head the write strengths of its value heads, then their
         *        decays
         */
        record Grouped(Tensor both) implements Steps {}
    }

    private final DeltaNetConfig config;
    private final float epsilon;
    private final Weights weights;
    private final Kernels kernels;

    GatedDeltaNet(DeltaNetConfig config, float epsilon, Weights weights, Kernels kernels) {
        this.config = config;
        this.epsilon = epsilon;
        this.weights = weights;
        this.kernels = kernels;
    }

    /** From {@code normed} to {@code mixed} for {@code n} tokens that follow what the state has seen. */
    void apply(Workspace ws, RecurrentState state, int n) {
        DeltaNetScratch scratch = ws.deltaNet();
        kernels.multiply(weights.channels, ws.normed, scratch.channels, n);
        kernels.multiply(weights.gates, ws.normed, scratch.gates, n);
        projectSteps(scratch, ws.normed, n);
        for (int t = 0; t < n; t++) {
            convolve(scratch, state, scratch.channels[t]);
            splitKeyHeads(scratch);
            for (int head = 0; head < config.valueHeads(); head++) {
                step(scratch, state.memory(head), t, head);
            }
            kernels.silu(scratch.gates[t], config.valueWidth());
            for (int i = 0; i < config.valueWidth(); i++) {
                scratch.outputs[t][i] *= scratch.gates[t][i];
            }
        }
        kernels.multiply(weights.output, scratch.outputs, ws.mixed, n);
    }

    private void projectSteps(DeltaNetScratch scratch, float[][] normed, int n) {
        switch (weights.steps) {
            case Steps.Separate(var writeStrengths, var decays) -> {
                kernels.multiply(writeStrengths, normed, scratch.writeStrengths, n);
                kernels.multiply(decays, normed, scratch.decays, n);
            }
            case Steps.Grouped(var both) -> {
                kernels.multiply(both, normed, scratch.grouped, n);
                for (int t = 0; t < n; t++) {
                    ungroup(scratch.grouped[t], scratch.writeStrengths[t], scratch.decays[t]);
                }
            }
        }
    }

    private void ungroup(float[] grouped, float[] writeStrengths, float[] decays) {
        int sharing = config.valueHeads() / config.keyHeads();
        for (int group = 0; group < config.keyHeads(); group++) {
            System.arraycopy(grouped, 2 * group * sharing, writeStrengths, group * sharing, sharing);
            System.arraycopy(grouped, (2 * group + 1) * sharing, decays, group * sharing, sharing);
        }
    }

    /** The last inputs of each channel, weighted; then SiLU. */
    private void convolve(DeltaNetScratch scratch, RecurrentState state, float[] input) {
        float[] out = scratch.convolved;
        float[] newest = weights.convolution[config.convolution() - 1];
        for (int c = 0; c < out.length; c++) {
            out[c] = newest[c] * input[c];
        }
        for (int tap = 0; tap < config.convolution() - 1; tap++) {
            addProduct(out, weights.convolution[tap], state.inputs()[tap]);
        }
        state.push(input);
        kernels.silu(out, out.length);
    }

    private static void addProduct(float[] out, float[] weight, float[] input) {
        for (int c = 0; c < out.length; c++) {
            out[c] += weight[c] * input[c];
        }
    }

    private void splitKeyHeads(DeltaNetScratch scratch) {
        int size = config.headSize();
        for (int head = 0; head < config.keyHeads(); head++) {
            float[] query = scratch.queries[head];
            float[] key = scratch.keys[head];
            System.arraycopy(scratch.convolved, head * size, query, 0, size);
            System.arraycopy(scratch.convolved, config.keyWidth() + head * size, key, 0, size);
            toLength(query, 1 / Math.sqrt(size));
            toLength(key, 1);
        }
    }

    private static void toLength(float[] x, double length) {
        float squares = 0;
        for (float value : x) {
            squares += value * value;
        }
        float scale = (float) (length / Math.sqrt(squares + LEAST_SQUARES));
        for (int i = 0; i < x.length; i++) {
            x[i] *= scale;
        }
    }

    private void step(DeltaNetScratch scratch, float[][] memory, int t, int head) {
        int size = config.headSize();
        int shared = config.keyHead(head);
        float[] key = scratch.keys[shared];
        float decay = (float) Math
                .exp(weights.decayRates[head] * Gates.softplus(scratch.decays[t][head] + weights.decayBiases[head]));
        float strength = Gates.sigmoid(scratch.writeStrengths[t][head]);

        kernels.combine(memory, key, size, scratch.recalled, size);
        int value = 2 * config.keyWidth() + head * size;
        float[] correction = scratch.recalled;
        for (int i = 0; i < size; i++) {
            correction[i] = strength * (scratch.convolved[value + i] - decay * correction[i]);
        }
        kernels.decayAndAdd(memory, decay, key, correction);

        kernels.combine(memory, scratch.queries[shared], size, scratch.head, size);
        kernels.rmsNorm(scratch.head, weights.norm, epsilon, scratch.head);
        System.arraycopy(scratch.head, 0, scratch.outputs[t], head * size, size);
    }
}
