package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.GgufWriter;
import dev.qwenagent.local.tensor.Samples;
import java.nio.file.Path;
import java.util.List;

/** Writes a dense model of a real shape with random weights: as fast as the real one, and says nothing. */
final class RandomModel {

    private static final int WIDTH = 1024;
    private static final int HIDDEN = 3072;
    private static final int HEADS = 16;
    private static final int KEY_VALUE_HEADS = 8;
    private static final int HEAD_SIZE = 128;
    private static final int LAYERS = 28;
    private static final int VOCABULARY = 151_936;

    private final GgufWriter writer = new GgufWriter();
    private final GgmlType type;

    private RandomModel(GgmlType type) {
        this.type = type;
    }

    /** The shape of Qwen3-0.6B, its output tied to its embedding, with all matrices in one format. */
    static Path write(GgmlType type, Path path) {
        RandomModel model = new RandomModel(type);
        model.describe();
        model.matrix("token_embd.weight", VOCABULARY, WIDTH);
        model.ones("output_norm.weight", WIDTH);
        for (int layer = 0; layer < LAYERS; layer++) {
            model.layer("blk." + layer + ".");
        }
        return model.writer.writeTo(path);
    }

    private void describe() {
        writer.text("general.architecture", "qwen3")
                .whole("qwen3.block_count", LAYERS)
                .whole("qwen3.context_length", 40_960)
                .whole("qwen3.embedding_length", WIDTH)
                .whole("qwen3.feed_forward_length", HIDDEN)
                .whole("qwen3.attention.head_count", HEADS)
                .whole("qwen3.attention.head_count_kv", KEY_VALUE_HEADS)
                .whole("qwen3.attention.key_length", HEAD_SIZE)
                .whole("qwen3.attention.value_length", HEAD_SIZE)
                .real("qwen3.attention.layer_norm_rms_epsilon", 1e-6)
                .real("qwen3.rope.freq_base", 1e6);
    }

    private void layer(String block) {
        ones(block + "attn_norm.weight", WIDTH);
        matrix(block + "attn_q.weight", HEADS * HEAD_SIZE, WIDTH);
        matrix(block + "attn_k.weight", KEY_VALUE_HEADS * HEAD_SIZE, WIDTH);
        matrix(block + "attn_v.weight", KEY_VALUE_HEADS * HEAD_SIZE, WIDTH);
        matrix(block + "attn_output.weight", WIDTH, HEADS * HEAD_SIZE);
        ones(block + "attn_q_norm.weight", HEAD_SIZE);
        ones(block + "attn_k_norm.weight", HEAD_SIZE);
        ones(block + "ffn_norm.weight", WIDTH);
        matrix(block + "ffn_gate.weight", HIDDEN, WIDTH);
        matrix(block + "ffn_up.weight", HIDDEN, WIDTH);
        matrix(block + "ffn_down.weight", WIDTH, HIDDEN);
    }

    private void matrix(String name, int rows, int columns) {
        writer.tensor(name, List.of((long) columns, (long) rows), type,
                Samples.bytes(type, rows * columns, name.hashCode()));
    }

    private void ones(String name, int length) {
        byte[] bytes = new byte[Float.BYTES * length];
        for (int i = 0; i < bytes.length; i += Float.BYTES) {
            bytes[i + 2] = (byte) 0x80;
            bytes[i + 3] = 0x3F;
        }
        writer.tensor(name, List.of((long) length), GgmlType.F32, bytes);
    }
}
