package dev.qwenagent.local.model;

import java.util.List;

/**
 * What a model is, as its file says.
 *
 * @param architecture which forward pass computes it
 * @param width channels between layers
 * @param vocabulary tokens, padding included
 * @param contextLength positions that the model was made for
 * @param epsilon of all normalisations
 * @param layers in the order of computation; those of a kind are alike
 */
public record ModelConfig(Architecture architecture, int width, int vocabulary, int contextLength, float epsilon,
        List<LayerConfig> layers) {

    /** Copies the list. */
    public ModelConfig {
        layers = List.copyOf(layers);
    }
}
