package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import dev.qwenagent.local.tensor.Tensor;

/**
 * Grouped-query attention with rotary positions.
 *
 * <p>
 * For a query head h with the key/value head g that it shares:
 * {@code out_h = sum_p softmax_p(q_h . k_g(p) / sqrt(d)) v_g(p)} over all positions p up to its own, and in gated layers
 * {@code out_h = sigmoid(gate_h) * ...}. Source: Vaswani et al., Attention Is All You Need (2017), section 3.2; Ainslie
 * et al., GQA (2023); the gate as in the Qwen3-Next release.
 */
final class Attention implements TokenMixer {

    /**
     * The weights.
     *
     * @param queries (heads * headSize, width), or with gates (heads * 2 * headSize, width): for each head its query,
     *        then its gate
     * @param keys (keyValueHeads * headSize, width)
     * @param values (keyValueHeads * headSize, width)
     * @param output (width, heads * headSize)
     * @param adjustment what is done to the projections before they are rotated
     */
    record Weights(Tensor queries, Tensor keys, Tensor values, Tensor output, Adjustment adjustment) {}

    /** What is done to the projections before they are rotated. */
    sealed interface Adjustment {

        /**
         * Every head of queries and keys is normalised.
         *
         * @param queries (headSize)
         * @param keys (headSize)
         */
        record Norms(float[] queries, float[] keys) implements Adjustment {}

        /**
         * A bias is added.
         *
         * @param queries (heads * headSize)
         * @param keys (keyValueHeads * headSize)
         * @param values (keyValueHeads * headSize)
         */
        record Biases(float[] queries, float[] keys, float[] values) implements Adjustment {}
    }

    private final AttentionConfig config;
    private final float epsilon;
    private final Weights weights;
    private final Kernels kernels;
    private final ScratchPool<AttentionHead> pool;
    private final RotaryEmbedding rotary;

    Attention(AttentionConfig config, float epsilon, Weights weights, Kernels kernels,
            ScratchPool<AttentionHead> pool) {
        this.config = config;
        this.epsilon = epsilon;
        this.weights = weights;
        this.kernels = kernels;
        this.pool = pool;
        this.rotary = new RotaryEmbedding(config.rotary());
    }

    /** From {@code normed} to {@code mixed} for {@code n} tokens, the first of which is at {@code position}. */
    void apply(Workspace ws, KvCache cache, int position, int n) {
        AttentionScratch scratch = ws.attention();
        kernels.multiply(weights.queries, ws.normed, scratch.queries, n);
        kernels.multiply(weights.keys, ws.normed, scratch.keys, n);
        kernels.multiply(weights.values, ws.normed, scratch.values, n);
        adjust(scratch, n);
        scratch.turn(rotary, position, n);
        cache.reserve(position + n);
        for (int t = 0; t < n; t++) {
            remember(scratch, cache, position, t);
        }
        long products = 2L * n * (position + n) * config.queryWidth();
        kernels.share(scratch.heads.of(this, cache, position, n), config.heads(), products);
        kernels.multiply(weights.output, scratch.attended, ws.mixed, n);
    }

    private void adjust(AttentionScratch scratch, int n) {
        switch (weights.adjustment) {
            case Adjustment.Norms(var queryNorm, var keyNorm) -> {
                for (int t = 0; t < n; t++) {
                    normalise(scratch, scratch.queries[t], queryNorm, config.heads(), config.queryStride());
                    normalise(scratch, scratch.keys[t], keyNorm, config.keyValueHeads(), config.headSize());
                }
            }
            case Adjustment.Biases(var queries, var keys, var values) -> {
                for (int t = 0; t < n; t++) {
                    kernels.add(scratch.queries[t], 1, queries, queries.length);
                    kernels.add(scratch.keys[t], 1, keys, keys.length);
                    kernels.add(scratch.values[t], 1, values, values.length);
                }
            }
        }
    }

    private void normalise(AttentionScratch scratch, float[] row, float[] norm, int heads, int stride) {
        for (int head = 0; head < heads; head++) {
            System.arraycopy(row, head * stride, scratch.head, 0, norm.length);
            kernels.rmsNorm(scratch.head, norm, epsilon, scratch.head);
            System.arraycopy(scratch.head, 0, row, head * stride, norm.length);
        }
    }

    private void remember(AttentionScratch scratch, KvCache cache, int position, int t) {
        int d = config.headSize();
        for (int head = 0; head < config.keyValueHeads(); head++) {
            System.arraycopy(scratch.keys[t], head * d, scratch.head, 0, d);
            System.arraycopy(scratch.values[t], head * d, scratch.headValue, 0, d);
            kernels.rotate(scratch.head, scratch.cosines[t], scratch.sines[t]);
            cache.put(head, position + t, scratch.head, scratch.headValue);
        }
    }

    /** A head of {@code n} tokens, the first of which is at {@code position}: from queries and the cache to {@code attended}. */
    void attend(AttentionScratch scratch, KvCache cache, int position, int n, int head) {
        AttentionHead own = pool.take();
        own.head = head;
        for (int t = 0; t < n; t++) {
            gather(scratch, own, cache, position + t + 1, t);
        }
        pool.putBack(own);
    }

    private void gather(AttentionScratch scratch, AttentionHead own, KvCache cache, int visible, int t) {
        int d = config.headSize();
        int at = own.head * config.queryStride();
        System.arraycopy(scratch.queries[t], at, own.query, 0, d);
        kernels.rotate(own.query, scratch.cosines[t], scratch.sines[t]);
        kernels.scale(own.query, (float) (1 / Math.sqrt(d)), d);

        int shared = own.head / (config.heads() / config.keyValueHeads());
        float[] scores = own.scores(visible);
        kernels.combine(cache.keys(shared), own.query, d, scores, visible);
        kernels.softmax(scores, visible);
        kernels.combine(cache.values(shared), scores, visible, own.value, d);
        gate(own, scratch.queries[t], at + d);
        System.arraycopy(own.value, 0, scratch.attended[t], own.head * d, d);
    }

    /** Gates what a head has gathered; where its query was, the gate is computed. */
    private void gate(AttentionHead own, float[] queries, int at) {
        switch (config.gate()) {
            case NONE -> {
            }
            case SIGMOID -> {
                System.arraycopy(queries, at, own.query, 0, config.headSize());
                kernels.sigmoid(own.query, config.headSize());
                kernels.product(own.value, own.query, own.value, config.headSize());
            }
        }
    }
}
