package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;

/**
 * Linear attention whose memory fades and is corrected instead of only added to.
 *
 * <p>
 * Queries, keys and values pass a causal convolution and SiLU, queries and keys are scaled to unit length; then the
 * {@linkplain DeltaRecurrence gated delta rule} runs for each value head, with the decay
 * {@code a = exp(A softplus(alpha + bias))}, A below 0, and the write strength {@code b = sigmoid(beta)}; its output is
 * normalised for each head and gated. Source: Yang et al., Gated Delta Networks (2024), section 3.
 */
final class GatedDeltaNet implements TokenMixer {

    private static final float LEAST_SQUARES = 1e-6f;
    private static final int LEAST_CHUNK = 16; // fewer tokens do not repay the products that a chunk needs

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
    private final ScratchPool<DeltaHead> pool;
    private final DeltaRule chunk;
    private final DeltaRule recurrence;

    GatedDeltaNet(DeltaNetConfig config, float epsilon, Weights weights, Kernels kernels, ScratchPool<DeltaHead> pool) {
        this.config = config;
        this.epsilon = epsilon;
        this.weights = weights;
        this.kernels = kernels;
        this.pool = pool;
        this.chunk = new DeltaChunk(config, kernels);
        this.recurrence = new DeltaRecurrence(config, kernels);
    }

    /** From {@code normed} to {@code mixed} for {@code n} tokens that follow what the state has seen. */
    void apply(Workspace ws, RecurrentState state, int n) {
        DeltaNetScratch scratch = ws.deltaNet();
        kernels.multiply(weights.channels, ws.normed, scratch.channels, n);
        kernels.multiply(weights.gates, ws.normed, scratch.gates, n);
        projectSteps(scratch, ws.normed, n);
        for (int t = 0; t < n; t++) {
            convolve(scratch, state, t);
            toUnitLength(scratch.channels[t]);
            toSteps(scratch.writeStrengths[t], scratch.decays[t]);
        }
        long products = 3L * n * config.valueWidth() * config.headSize();
        kernels.share(scratch.heads.of(this, state, n), config.keyHeads(), products);
        for (int t = 0; t < n; t++) {
            normaliseAndGate(scratch, scratch.outputs[t], scratch.gates[t]);
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
    private void convolve(DeltaNetScratch scratch, RecurrentState state, int t) {
        float[] input = scratch.channels[t];
        float[] out = scratch.convolved;
        kernels.product(weights.convolution[config.convolution() - 1], input, out, out.length);
        for (int tap = 0; tap < config.convolution() - 1; tap++) {
            kernels.addProduct(out, weights.convolution[tap], state.inputs()[tap], out.length);
        }
        state.push(input);
        kernels.silu(out, out.length);
        scratch.channels[t] = out;
        scratch.convolved = input;
    }

    /** Scales each head of keys to length 1, of queries to {@code 1 / sqrt(size)}. */
    private void toUnitLength(float[] channels) {
        int size = config.headSize();
        for (int head = 0; head < config.keyHeads(); head++) {
            kernels.toLength(channels, head * size, size, (float) (1 / Math.sqrt(size)), LEAST_SQUARES);
            kernels.toLength(channels, config.keyWidth() + head * size, size, 1, LEAST_SQUARES);
        }
    }

    /** From what the matrices gave to write strengths and the logarithms of decays. */
    private void toSteps(float[] writeStrengths, float[] decays) {
        for (int head = 0; head < config.valueHeads(); head++) {
            writeStrengths[head] = Gates.sigmoid(writeStrengths[head]);
            decays[head] = weights.decayRates[head] * Gates.softplus(decays[head] + weights.decayBiases[head]);
        }
    }

    /** A key head with its value heads: in chunks as long as there are enough tokens for one, then token by token. */
    void remember(DeltaNetScratch scratch, RecurrentState state, int n, int keyHead) {
        DeltaHead own = pool.take();
        own.keyHead = keyHead;
        int first = 0;
        while (n - first >= LEAST_CHUNK) {
            int count = Math.min(n - first, DeltaChunk.MOST);
            chunk.apply(scratch, own, state, first, count);
            first += count;
        }
        recurrence.apply(scratch, own, state, first, n - first);
        pool.putBack(own);
    }

    private void normaliseAndGate(DeltaNetScratch scratch, float[] output, float[] gate) {
        int size = config.headSize();
        kernels.silu(gate, config.valueWidth());
        for (int at = 0; at < config.valueWidth(); at += size) {
            System.arraycopy(output, at, scratch.head, 0, size);
            kernels.rmsNorm(scratch.head, weights.norm, epsilon, scratch.head);
            System.arraycopy(scratch.head, 0, output, at, size);
        }
        kernels.product(output, gate, output, config.valueWidth());
    }
}
