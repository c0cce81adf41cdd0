package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufMetadata;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model is, as its file says.
 *
 * @param architecture which forward pass computes it
 * @param width channels between layers
 * @param vocabulary tokens, padding included
 * @param contextLength positions that the model was made for
 * @param epsilon of all normalisations
 * @param layers for each layer, whether it is attention or DeltaNet
 * @param attention the attention layers
 * @param deltaNet the DeltaNet layers
 * @param experts the feed-forward layers
 */
public record ModelConfig(Architecture architecture, int width, int vocabulary, int contextLength, float epsilon,
        List<LayerKind> layers,
        AttentionConfig attention, DeltaNetConfig deltaNet, ExpertConfig experts) {

    private static final int MOST_LAYERS = 4096;

    /** How a layer mixes the tokens of a sequence. */
    public enum LayerKind {
        /** Looks back at every position. */
        ATTENTION,
        /** Carries a state of fixed size. */
        DELTA_NET
    }

    /** Copies the list. */
    public ModelConfig {
        layers = List.copyOf(layers);
    }

    /**
     * Reads the configuration from a file's metadata.
     *
     * @param metadata of a model file
     * @param vocabulary rows of the embedding
     * @throws GgufFormatException if a key is missing, of another kind, or makes no sense
     */
    static ModelConfig of(GgufMetadata metadata, int vocabulary) {
        Architecture architecture = Architecture.of(metadata);
        Keys keys = new Keys(metadata, architecture.fileName() + ".");
        refuseScaledPositions(metadata, architecture);
        return new ModelConfig(architecture, keys.extent("embedding_length"), vocabulary, keys.extent("context_length"),
                (float) metadata.real(keys.prefix + "attention.layer_norm_rms_epsilon"), layers(keys), attention(keys),
                deltaNet(keys), experts(keys));
    }

    private static AttentionConfig attention(Keys keys) {
        int heads = keys.extent("attention.head_count");
        int headSize = keys.extent("attention.key_length");
        int keyValueHeads = keys.extent("attention.head_count_kv");
        int rotary = keys.metadata.findInteger(keys.prefix + "rope.dimension_count").orElse(headSize);
        keys.require("attention.head_count_kv", heads % keyValueHeads == 0,
                "a divisor of the head count %d".formatted(heads));
        keys.require("attention.value_length", keys.extent("attention.value_length") == headSize,
                "the key length %d".formatted(headSize));
        keys.require("rope.dimension_count", rotary > 0 && rotary % 2 == 0 && rotary <= headSize,
                "an even number up to %d".formatted(headSize));
        return new AttentionConfig(heads, keyValueHeads, headSize, rotary,
                keys.metadata.real(keys.prefix + "rope.freq_base"));
    }

    private static DeltaNetConfig deltaNet(Keys keys) {
        int keyHeads = keys.extent("ssm.group_count");
        int valueHeads = keys.extent("ssm.time_step_rank");
        int headSize = keys.extent("ssm.state_size");
        keys.require("ssm.time_step_rank", valueHeads % keyHeads == 0,
                "a multiple of ssm.group_count %d".formatted(keyHeads));
        keys.require("ssm.inner_size", keys.extent("ssm.inner_size") == (long) valueHeads * headSize,
                "ssm.time_step_rank * ssm.state_size = %d".formatted((long) valueHeads * headSize));
        return new DeltaNetConfig(keyHeads, valueHeads, headSize, keys.extent("ssm.conv_kernel"));
    }

    private static ExpertConfig experts(Keys keys) {
        int experts = keys.extent("expert_count");
        int used = keys.extent("expert_used_count");
        keys.require("expert_used_count", used <= experts, "at most expert_count %d".formatted(experts));
        return new ExpertConfig(experts, used, keys.extent("expert_feed_forward_length"),
                keys.extent("expert_shared_feed_forward_length"));
    }

    /** The last layers of a file may predict further tokens; they are no part of the main stack. */
    private static List<LayerKind> layers(Keys keys) {
        int blocks = keys.extent("block_count");
        keys.require("block_count", blocks <= MOST_LAYERS, "at most %d".formatted(MOST_LAYERS));
        int count = blocks - keys.metadata.findInteger(keys.prefix + "nextn_predict_layers").orElse(0);
        keys.require("nextn_predict_layers", count > 0 && count <= blocks,
                "less than block_count %d".formatted(blocks));
        int interval = keys.metadata.findInteger(keys.prefix + "full_attention_interval").orElse(4);
        keys.require("full_attention_interval", interval > 0, "a positive number");
        boolean[] recurrent = keys.metadata.findFlags(keys.prefix + "attention.recurrent_layers")
                .orElse(new boolean[0]);
        keys.require("attention.recurrent_layers", recurrent.length == 0 || recurrent.length >= count,
                "an entry for each of %d layers".formatted(count));
        List<LayerKind> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean deltaNet = recurrent.length > 0 ? recurrent[i] : (i + 1) % interval != 0;
            layers.add(deltaNet ? LayerKind.DELTA_NET : LayerKind.ATTENTION);
        }
        return layers;
    }

    private static void refuseScaledPositions(GgufMetadata metadata, Architecture architecture) {
        String key = architecture.fileName() + ".rope.scaling.type";
        metadata.findText(key).filter(type -> !type.equals("none")).ifPresent(type -> {
            throw new GgufFormatException(
                    "metadata %s: rotary scaling '%s' is not supported; use a file without it".formatted(key, type));
        });
    }

    private record Keys(GgufMetadata metadata, String prefix) {

        /** A positive number within what any model has. */
        int extent(String key) {
            int value = metadata.integer(prefix + key);
            require(key, value > 0 && value <= 1 << 24, "a number from 1 to 16777216");
            return value;
        }

        void require(String key, boolean holds, String expectation) {
            if (!holds) {
                throw new GgufFormatException("metadata %s%s: expected %s; the file is damaged or of an unknown kind"
                        .formatted(prefix, key, expectation));
            }
        }
    }
}
