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
     * @param writeStrengths (valueHeads, width)
     * @param decays (valueHeads, width)
     * @param convolution (taps, channels), the tap of the oldest input first
     * @param decayRates (valueHeads), below 0
     * @param decayBiases (valueHeads)
     * @param norm (headSize)
     * @param output (width, valueWidth)
     */
    record Weights(Tensor channels, Tensor gates, Tensor writeStrengths, Tensor decays, float[][] convolution,
            float[] decayRates,
            float[] decayBiases, float[] norm, Tensor output) {}

    private final DeltaNetConfig config;
    private final float epsilon;
    private final Weights weights;
    private final Kernels kernels;

    GatedDeltaNet(ModelConfig model, Weights weights, Kernels kernels) {
        this.config = model.deltaNet();
        this.epsilon = model.epsilon();
        this.weights = weights;
        this.kernels = kernels;
    }

    /** From {@code normed} to {@code mixed} for {@code n} tokens that follow what the state has seen. */
    void apply(Workspace ws, RecurrentState state, int n) {
        kernels.multiply(weights.channels, ws.normed, ws.channels, n);
        kernels.multiply(weights.gates, ws.normed, ws.deltaGates, n);
        kernels.multiply(weights.writeStrengths, ws.normed, ws.writeStrengths, n);
        kernels.multiply(weights.decays, ws.normed, ws.decays, n);
        for (int t = 0; t < n; t++) {
            convolve(ws, state, ws.channels[t]);
            splitKeyHeads(ws);
            for (int head = 0; head < config.valueHeads(); head++) {
                step(ws, state.memory(head), t, head);
            }
            kernels.silu(ws.deltaGates[t], config.valueWidth());
            for (int i = 0; i < config.valueWidth(); i++) {
                ws.deltaOutputs[t][i] *= ws.deltaGates[t][i];
            }
        }
        kernels.multiply(weights.output, ws.deltaOutputs, ws.mixed, n);
    }

    /** The last inputs of each channel, weighted; then SiLU. */
    private void convolve(Workspace ws, RecurrentState state, float[] input) {
        float[] out = ws.convolved;
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

    private void splitKeyHeads(Workspace ws) {
        int size = config.headSize();
        for (int head = 0; head < config.keyHeads(); head++) {
            float[] query = ws.deltaQueries[head];
            float[] key = ws.deltaKeys[head];
            System.arraycopy(ws.convolved, head * size, query, 0, size);
            System.arraycopy(ws.convolved, config.keyWidth() + head * size, key, 0, size);
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

    private void step(Workspace ws, float[][] memory, int t, int head) {
        int size = config.headSize();
        int shared = head % config.keyHeads();
        float[] key = ws.deltaKeys[shared];
        float decay = (float) Math
                .exp(weights.decayRates[head] * Gates.softplus(ws.decays[t][head] + weights.decayBiases[head]));
        float strength = Gates.sigmoid(ws.writeStrengths[t][head]);

        kernels.combine(memory, key, size, ws.recalled, size);
        int value = 2 * config.keyWidth() + head * size;
        float[] correction = ws.recalled;
        for (int i = 0; i < size; i++) {
            correction[i] = strength * (ws.convolved[value + i] - decay * correction[i]);
        }
        kernels.decayAndAdd(memory, decay, key, correction);

        kernels.combine(memory, ws.deltaQueries[shared], size, ws.deltaHead, size);
        kernels.rmsNorm(ws.deltaHead, weights.norm, epsilon, ws.deltaHead);
        System.arraycopy(ws.deltaHead, 0, ws.deltaOutputs[t], head * size, size);
    }
}
