package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;

/**
 * Qwen3.5 with experts: layers of Gated DeltaNet, every few of them one of gated attention, and experts in all.
 *
 * <pre>
 * x = embedding(token)
 * for each layer:
 *     x = x + mixer(norm(x))          Gated DeltaNet or attention
 *     x = x + experts(norm(x))
 * logits = output(norm(x))
 * </pre>
 */
final class Qwen35MoeForward implements Forward {

    private final ModelConfig config;
    private final ModelWeights weights;
    private final Kernels kernels;

    Qwen35MoeForward(ModelConfig config, ModelWeights weights, Kernels kernels) {
        this.config = config;
        this.weights = weights;
        this.kernels = kernels;
    }

    @Override
    public void forward(Batch batch, ModelState state, float[][] logits) {
        Workspace ws = batch.workspace();
        int n = batch.size();
        for (int t = 0; t < n; t++) {
            weights.embedding().row(batch.token(t), ws.residual[t]);
        }
        for (int i = 0; i < config.layers().size(); i++) {
            batch.checkCancelled();
            ModelWeights.Layer layer = weights.layers().get(i);
            norm(ws, layer.inputNorm(), n);
            mix(layer.mixer(), ws, state, i, n);
            addToResidual(ws, n);
            norm(ws, layer.feedForwardNorm(), n);
            layer.feedForward().apply(ws, n);
            addToResidual(ws, n);
        }
        state.advance(n);
        score(ws, n, logits);
    }

    private void mix(TokenMixer mixer, Workspace ws, ModelState state, int layer, int n) {
        switch (mixer) {
            case Attention attention -> attention.apply(ws, (KvCache) state.layer(layer), state.position(), n);
            case GatedDeltaNet deltaNet -> deltaNet.apply(ws, (RecurrentState) state.layer(layer), n);
        }
    }

    private void norm(Workspace ws, float[] weight, int n) {
        for (int t = 0; t < n; t++) {
            kernels.rmsNorm(ws.residual[t], weight, config.epsilon(), ws.normed[t]);
        }
    }

    private void addToResidual(Workspace ws, int n) {
        for (int t = 0; t < n; t++) {
            kernels.add(ws.residual[t], 1, ws.mixed[t], config.width());
        }
    }

    /** The scores after the last tokens, as many as there are rows for. */
    private void score(Workspace ws, int n, float[][] logits) {
        int first = n - logits.length;
        for (int i = 0; i < logits.length; i++) {
            kernels.rmsNorm(ws.residual[first + i], weights.outputNorm(), config.epsilon(), ws.normed[i]);
        }
        kernels.multiply(weights.output(), ws.normed, logits, logits.length);
    }
}
