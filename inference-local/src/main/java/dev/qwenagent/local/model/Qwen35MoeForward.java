package dev.qwenagent.local.model;

import java.util.List;

/**
 * Qwen3.5 with experts: Gated DeltaNet in most layers, gated attention in every few, and experts with a gated shared one
 * in all.
 *
 * <pre>
 * x = embedding(token)
 * for each layer:
 *     x = x + mixer(norm(x))          Gated DeltaNet in most, gated attention in every few
 *     x = x + experts(norm(x))
 * logits = output(norm(x))
 * </pre>
 */
final class Qwen35MoeForward implements Forward {

    /**
     * One layer.
     *
     * @param mixerNorm (width)
     * @param mixer mixes the tokens of the sequence
     * @param feedForwardNorm (width)
     * @param experts transforms each token by itself
     */
    record Layer(float[] mixerNorm, TokenMixer mixer, float[] feedForwardNorm, SharedExpertFeedForward experts) {

        static Layer of(LayerBlocks blocks, LayerConfig config) {
            TokenMixer mixer = switch (config.mixer()) {
                case AttentionConfig attention -> blocks.normedAttention(attention);
                case DeltaNetConfig deltaNet -> blocks.deltaNet(deltaNet);
            };
            return new Layer(blocks.norm("attn_norm"), mixer, blocks.norm("post_attention_norm"),
                    blocks.sharedExperts((FeedForwardConfig.SharedExperts) config.feedForward()));
        }
    }

    private final ResidualStream stream;
    private final List<Layer> layers;

    Qwen35MoeForward(ResidualStream stream, List<Layer> layers) {
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
            stream.normalise(ws, layer.mixerNorm, n);
            switch (layer.mixer) {
                case GatedDeltaNet deltaNet -> deltaNet.apply(ws, state.recurrent(i), n);
                case Attention attention -> attention.apply(ws, state.keyValues(i), state.position(), n);
            }
            stream.add(ws, n);

            stream.normalise(ws, layer.feedForwardNorm, n);
            layer.experts.apply(ws, n);
            stream.add(ws, n);
        }
        state.advance(n);
        stream.score(ws, n, logits);
    }
}
