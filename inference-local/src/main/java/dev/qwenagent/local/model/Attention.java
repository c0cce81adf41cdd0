package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;

/**
 * Grouped-query attention with normalised queries and keys, partial rotary positions and a gate on its output.
 *
 * <p>
 * For a query head h with the key/value head g that it shares:
 * {@code out_h = sigmoid(gate_h) * sum_p softmax_p(q_h . k_g(p) / sqrt(d)) v_g(p)} over all positions p up to its own.
 * Source: Vaswani et al., Attention Is All You Need (2017), section 3.2; Ainslie et al., GQA (2023); the gate as in the
 * Qwen3-Next release.
 */
final class Attention implements TokenMixer {

    /**
     * The weights.
     *
     * @param queriesAndGates (heads * 2 * headSize, width), for each head its query, then its gate
     * @param keys (keyValueHeads * headSize, width)
     * @param values (keyValueHeads * headSize, width)
     * @param output (width, heads * headSize)
     * @param queryNorm (headSize)
     * @param keyNorm (headSize)
     */
    record Weights(Tensor queriesAndGates, Tensor keys, Tensor values, Tensor output, float[] queryNorm,
            float[] keyNorm) {}

    private final AttentionConfig config;
    private final float epsilon;
    private final Weights weights;
    private final Kernels kernels;
    private final RotaryEmbedding rotary;

    Attention(ModelConfig model, Weights weights, Kernels kernels) {
        this.config = model.attention();
        this.epsilon = model.epsilon();
        this.weights = weights;
        this.kernels = kernels;
        this.rotary = new RotaryEmbedding(config);
    }

    /** From {@code normed} to {@code mixed} for {@code n} tokens, the first of which is at {@code position}. */
    void apply(Workspace ws, KvCache cache, int position, int n) {
        kernels.multiply(weights.queriesAndGates, ws.normed, ws.queriesAndGates, n);
        kernels.multiply(weights.keys, ws.normed, ws.keys, n);
        kernels.multiply(weights.values, ws.normed, ws.values, n);
        rotary.angles(position, n, ws.cosines, ws.sines);
        cache.reserve(position + n);
        for (int t = 0; t < n; t++) {
            remember(ws, cache, position, t);
        }
        for (int t = 0; t < n; t++) {
            for (int head = 0; head < config.heads(); head++) {
                attend(ws, cache, position, t, head);
            }
        }
        kernels.multiply(weights.output, ws.attended, ws.mixed, n);
    }

    private void remember(Workspace ws, KvCache cache, int position, int t) {
        int d = config.headSize();
        for (int head = 0; head < config.keyValueHeads(); head++) {
            System.arraycopy(ws.keys[t], head * d, ws.head, 0, d);
            System.arraycopy(ws.values[t], head * d, ws.headValue, 0, d);
            kernels.rmsNorm(ws.head, weights.keyNorm, epsilon, ws.head);
            RotaryEmbedding.rotate(ws.head, ws.cosines[t], ws.sines[t]);
            cache.put(head, position + t, ws.head, ws.headValue);
        }
    }

    private void attend(Workspace ws, KvCache cache, int position, int t, int head) {
        int d = config.headSize();
        int shared = head / (config.heads() / config.keyValueHeads());
        int visible = position + t + 1;
        float[] query = ws.head;
        float[] queriesAndGates = ws.queriesAndGates[t];
        System.arraycopy(queriesAndGates, head * 2 * d, query, 0, d);
        kernels.rmsNorm(query, weights.queryNorm, epsilon, query);
        RotaryEmbedding.rotate(query, ws.cosines[t], ws.sines[t]);
        float scale = (float) (1 / Math.sqrt(d));
        for (int i = 0; i < d; i++) {
            query[i] *= scale;
        }

        float[] scores = ws.scores(visible);
        kernels.combine(cache.keys(shared), query, d, scores, visible);
        kernels.softmax(scores, visible);
        kernels.combine(cache.values(shared), scores, visible, ws.headValue, d);

        int gate = head * 2 * d + d;
        float[] attended = ws.attended[t];
        for (int i = 0; i < d; i++) {
            attended[head * d + i] = ws.headValue[i] * Gates.sigmoid(queriesAndGates[gate + i]);
        }
    }
}
