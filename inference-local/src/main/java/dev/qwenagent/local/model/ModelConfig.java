package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFile;
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

    /**
     * What the model of a file is; its weights are not looked at.
     *
     * @throws dev.qwenagent.local.gguf.GgufFormatException if a key is missing, of another kind, or makes no sense, or the
     *         architecture is not supported
     */
    public static ModelConfig of(GgufFile file) {
        return new ConfigReader(file).read();
    }
}
