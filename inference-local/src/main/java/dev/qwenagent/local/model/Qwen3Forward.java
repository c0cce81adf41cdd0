package dev.qwenagent.local.model;

import java.util.List;

/**
 * Qwen3: attention whose queries and keys are normalised head by head, and a dense network. Source: Qwen3 Technical Report
 * (2025), section 2.
 *
 * <pre>
 * x = embedding(token)
 * for each layer:
 *     x = x + attention(norm(x))
 *     x = x + feedForward(norm(x))
 * logits = output(norm(x))
 * </pre>
 */
final class Qwen3Forward implements Forward {

    /**
     * One layer.
     *
     * @param attentionNorm (width)
     * @param attention mixes the tokens of the sequence
     * @param feedForwardNorm (width)
     * @param feedForward transforms each token by itself
     */
    record Layer(float[] attentionNorm, Attention attention, float[] feedForwardNorm, DenseFeedForward feedForward) {

        static Layer of(LayerBlocks blocks, LayerConfig config) {
            return new Layer(blocks.norm("attn_norm"), blocks.normedAttention((AttentionConfig) config.mixer()),
                    blocks.norm("ffn_norm"), blocks.dense((FeedForwardConfig.Dense) config.feedForward()));
        }
    }

    private final ResidualStream stream;
    private final List<Layer> layers;

    Qwen3Forward(ResidualStream stream, List<Layer> layers) {
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
            layer.feedForward.apply(ws, n);
            stream.add(ws, n);
        }
        state.advance(n);
        stream.score(ws, n, logits);
    }
}
