package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.GgufMetadata;
import dev.qwenagent.local.gguf.TensorInfo;
import java.util.ArrayList;
import java.util.List;

/** Reads what a model is from its file; what makes no sense is refused by the name of its key. */
final class ConfigReader {

    private static final int MOST_LAYERS = 4096;

    private final GgufFile file;
    private final GgufMetadata metadata;
    private final Architecture architecture;
    private final ArchitectureKeys keys;

    ConfigReader(GgufFile file) {
        this.file = file;
        this.metadata = file.metadata();
        this.architecture = Architecture.of(metadata);
        this.keys = new ArchitectureKeys(metadata, architecture);
    }

    /**
     * The configuration.
     *
     * @throws GgufFormatException if a key is missing, of another kind, or makes no sense
     */
    ModelConfig read() {
        int width = keys.extent("embedding_length");
        double epsilon = keys.real("attention.layer_norm_rms_epsilon");
        keys.require("attention.layer_norm_rms_epsilon", epsilon >= 0 && epsilon < 1, "a small number");
        return new ModelConfig(architecture, width, vocabulary(), keys.extent("context_length"), (float) epsilon,
                layers(width));
    }

    private int vocabulary() {
        TensorInfo embedding = file.tensor("token_embd.weight");
        long rows = embedding.extent(1);
        if (rows > 1 << 24) {
            throw new GgufFormatException(
                    "%s: expected at most 16777216 rows, found %d; the file is damaged"
                            .formatted(file.place(embedding), rows));
        }
        return (int) rows;
    }

    private List<LayerConfig> layers(int width) {
        FeedForwardConfig feedForward = feedForward();
        return switch (architecture) {
            case QWEN2, QWEN2MOE, QWEN3, QWEN3MOE -> {
                AttentionConfig attention = attention(width, AttentionConfig.OutputGate.NONE);
                List<LayerConfig> layers = new ArrayList<>();
                for (int i = layerCount(); i > 0; i--) {
                    layers.add(new LayerConfig(attention, feedForward));
                }
                yield layers;
            }
            case QWEN3NEXT -> hybrid(width, feedForward, DeltaNetConfig.HeadOrder.GROUPED);
            case QWEN35, QWEN35MOE -> hybrid(width, feedForward, DeltaNetConfig.HeadOrder.TILED);
        };
    }

    private FeedForwardConfig feedForward() {
        return switch (architecture) {
            case QWEN2, QWEN3, QWEN35 -> new FeedForwardConfig.Dense(keys.extent("feed_forward_length"));
            case QWEN3MOE -> experts(FeedForwardConfig.Shares.OF_CHOSEN);
            case QWEN2MOE -> new FeedForwardConfig.SharedExperts(experts(FeedForwardConfig.Shares.OF_ALL),
                    keys.extent("expert_shared_feed_forward_length"));
            case QWEN3NEXT, QWEN35MOE ->
                new FeedForwardConfig.SharedExperts(experts(FeedForwardConfig.Shares.OF_CHOSEN),
                        keys.extent("expert_shared_feed_forward_length"));
        };
    }

    private FeedForwardConfig.Experts experts(FeedForwardConfig.Shares shares) {
        int experts = keys.extent("expert_count");
        int used = keys.extent("expert_used_count");
        keys.require("expert_used_count", used <= experts, "at most expert_count %d".formatted(experts));
        return new FeedForwardConfig.Experts(experts, used, keys.extent("expert_feed_forward_length"), shares);
    }

    private List<LayerConfig> hybrid(int width, FeedForwardConfig feedForward, DeltaNetConfig.HeadOrder order) {
        AttentionConfig attention = attention(width, AttentionConfig.OutputGate.SIGMOID);
        DeltaNetConfig deltaNet = deltaNet(order);
        int count = layerCount();
        int interval = keys.find("full_attention_interval").orElse(4);
        keys.require("full_attention_interval", interval > 0, "a positive number");
        boolean[] recurrent = keys.flags("attention.recurrent_layers");
        keys.require("attention.recurrent_layers", recurrent.length == 0 || recurrent.length >= count,
                "an entry for each of %d layers".formatted(count));
        List<LayerConfig> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean isRecurrent = recurrent.length > 0 ? recurrent[i] : (i + 1) % interval != 0;
            layers.add(new LayerConfig(isRecurrent ? deltaNet : attention, feedForward));
        }
        return layers;
    }

    /** The last layers of a file may predict further tokens; they are no part of the main stack. */
    private int layerCount() {
        int blocks = keys.extent("block_count");
        keys.require("block_count", blocks <= MOST_LAYERS, "at most %d".formatted(MOST_LAYERS));
        int predicting = keys.find("nextn_predict_layers").orElse(0);
        keys.require("nextn_predict_layers", predicting >= 0 && predicting < blocks,
                "less than block_count %d".formatted(blocks));
        return blocks - predicting;
    }

    private AttentionConfig attention(int width, AttentionConfig.OutputGate gate) {
        int heads = keys.extent("attention.head_count");
        int keyValueHeads = keys.extent("attention.head_count_kv");
        keys.require("attention.head_count_kv", heads % keyValueHeads == 0,
                "a divisor of the head count %d".formatted(heads));
        int headSize = keys.has("attention.key_length") ? keys.extent("attention.key_length") : width / heads;
        keys.require("attention.head_count", headSize > 0, "at most the width %d".formatted(width));
        keys.require("attention.key_length", (long) heads * headSize <= 1 << 24,
                "head count * key length of at most 16777216");
        if (keys.has("attention.value_length")) {
            keys.require("attention.value_length", keys.extent("attention.value_length") == headSize,
                    "the key length %d".formatted(headSize));
        }
        return new AttentionConfig(heads, keyValueHeads, headSize, gate, new RotaryReader(keys, headSize).read());
    }

    private DeltaNetConfig deltaNet(DeltaNetConfig.HeadOrder order) {
        int keyHeads = keys.extent("ssm.group_count");
        int valueHeads = keys.extent("ssm.time_step_rank");
        int headSize = keys.extent("ssm.state_size");
        int taps = keys.extent("ssm.conv_kernel");
        keys.require("ssm.time_step_rank", valueHeads % keyHeads == 0,
                "a multiple of ssm.group_count %d".formatted(keyHeads));
        keys.require("ssm.inner_size", keys.extent("ssm.inner_size") == (long) valueHeads * headSize,
                "ssm.time_step_rank * ssm.state_size = %d".formatted((long) valueHeads * headSize));
        keys.require("ssm.conv_kernel", taps <= 64, "at most 64 taps");
        keys.require("ssm.state_size", headSize <= 4096, "at most 4096");
        return new DeltaNetConfig(keyHeads, valueHeads, headSize, taps, order);
    }
}
