package dev.qwenagent.local.model;

import java.util.List;

/**
 * Qwen3 with experts: the attention of Qwen3, and experts whose shares sum to 1. Source: Qwen3 Technical Report (2025),
 * section 2.
 *
 * <pre>
 * x = embedding(token)
 * for each layer:
 *     x = x + attention(norm(x))
 *     x = x + experts(norm(x))
 * logits = output(norm(x))
 * </pre>
 */
final class Qwen3MoeForward implements Forward {

    /**
     * One layer.
     *
     * @param attentionNorm (width)
     * @param attention mixes the tokens of the sequence
     * @param feedForwardNorm (width)
     * @param experts transforms each token by itself
     */
    record Layer(float[] attentionNorm, Attention attention, float[] feedForwardNorm, ExpertFeedForward experts) {

        static Layer of(LayerBlocks blocks, LayerConfig config) {
            return new Layer(blocks.norm("attn_norm"), blocks.normedAttention((AttentionConfig) config.mixer()),
                    blocks.norm("ffn_norm"), blocks.experts((FeedForwardConfig.Experts) config.feedForward()));
        }
    }

    private final ResidualStream stream;
    private final List<Layer> layers;

    Qwen3MoeForward(ResidualStream stream, List<Layer> layers) {
        this.stream = stream;
        this.layers = layers;
    }

    @Override
    public void forward(Batch batch, ModelState state, float[][] logits) {
        Workspace ws = batch.workspace();
        int n = batch.size();
        stream.embed(batch);
        for (int i = 0; i < layers.size(); i++) {
            batch.checkCancelled();
            Layer layer = layers.get(i);
            stream.normalise(ws, layer.attentionNorm, n);
            layer.attention.apply(ws, state.keyValues(i), state.position(), n);
            stream.add(ws, n);

            stream.normalise(ws, layer.feedForwardNorm, n);
            layer.experts.apply(ws, n);
            stream.add(ws, n);
        }
        state.advance(n);
        stream.score(ws, n, logits);
    }
}
