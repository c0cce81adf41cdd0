package dev.qwenagent.local.model;

import dev.qwenagent.local.tensor.Tensor;
import java.util.List;

/**
 * The weights of a model, arranged in blocks. They are read-only and shared by all sequences.
 *
 * @param embedding (vocabulary, width), looked up by row
 * @param layers in the order of computation
 * @param outputNorm (width)
 * @param output (vocabulary, width); in a tied model the embedding once more
 */
record ModelWeights(Tensor embedding, List<Layer> layers, float[] outputNorm, Tensor output) {

    /**
     * One layer.
     *
     * @param inputNorm (width)
     * @param mixer mixes the tokens of the sequence
     * @param feedForwardNorm (width)
     * @param feedForward transforms each token by itself
     */
    record Layer(float[] inputNorm, TokenMixer mixer, float[] feedForwardNorm, ExpertFeedForward feedForward) {}

    ModelWeights {
        layers = List.copyOf(layers);
    }
}
