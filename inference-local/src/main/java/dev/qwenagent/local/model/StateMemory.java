package dev.qwenagent.local.model;

import java.util.Set;

/**
 * What sequences over a model take of the heap, in bytes, computed from its extents: every array with its header, and
 * references of 4 bytes, as the JVM has them below a heap of 32 GB.
 */
public final class StateMemory {

    private static final int HEADER = 16;
    private static final int REFERENCE = 4;
    private static final int MATRIX = 24; // a ColumnTensor beside its columns

    private final ModelConfig config;

    private StateMemory(ModelConfig config) {
        this.config = config;
    }

    /** The memory of sequences over a model. */
    public static StateMemory of(ModelConfig config) {
        return new StateMemory(config);
    }

    /** Keys and values of this many positions, in all attention layers. */
    public long keyValues(int positions) {
        long sum = 0;
        for (LayerConfig layer : config.layers()) {
            sum += switch (layer.mixer()) {
                case AttentionConfig a ->
                    a.keyValueHeads() * (table(a.headSize(), positions) + table(positions, a.headSize()));
                case DeltaNetConfig _ -> 0;
            };
        }
        return sum;
    }

    /** The recurrent state of all DeltaNet layers, which is also what a {@link StateSnapshot} takes. */
    public long recurrent() {
        long sum = 0;
        for (LayerConfig layer : config.layers()) {
            sum += switch (layer.mixer()) {
                case AttentionConfig _ -> 0;
                case DeltaNetConfig d -> table(d.convolution() - 1, d.channels())
                        + d.valueHeads() * (table(d.headSize(), d.headSize()) + MATRIX);
            };
        }
        return sum;
    }

    /** An array of as many numbers as the vocabulary has tokens. */
    public long logits() {
        return array(config.vocabulary());
    }

    /**
     * A batch and its workspace.
     *
     * @param capacity most tokens in a pass
     */
    public long batch(int capacity) {
        long sum = 3 * table(capacity, config.width());
        for (MixerConfig mixer : Set.copyOf(config.layers().stream().map(LayerConfig::mixer).toList())) {
            sum += switch (mixer) {
                case AttentionConfig a -> attention(a, capacity);
                case DeltaNetConfig d -> deltaNet(d, capacity);
            };
        }
        return sum + feedForward(config.layers().getFirst().feedForward(), capacity);
    }

    private static long attention(AttentionConfig a, int n) {
        return table(n, a.heads() * a.queryStride()) + 2 * table(n, a.keyValueWidth()) + table(n, a.queryWidth())
                + 2 * array(a.headSize()) + 2 * table(n, a.rotary().dimensions() / 2);
    }

    private static long deltaNet(DeltaNetConfig d, int n) {
        return table(n, d.channels()) + array(d.channels()) + 2 * table(n, d.valueWidth())
                + table(n, 2 * d.valueHeads()) + 2 * table(n, d.valueHeads()) + array(d.headSize());
    }

    private long feedForward(FeedForwardConfig feedForward, int n) {
        return switch (feedForward) {
            case FeedForwardConfig.Dense dense -> 2 * table(n, dense.width());
            case FeedForwardConfig.Experts experts -> 2 * table(n, experts.width()) + routing(experts, n);
            case FeedForwardConfig.SharedExperts(var experts, var width) ->
                2 * table(n, Math.max(experts.width(), width)) + routing(experts, n);
        };
    }

    private long routing(FeedForwardConfig.Experts e, int n) {
        return table(n, e.experts()) + 2 * table(n, e.used()) + array(e.experts() + 1) + 2 * array(n * e.used())
                + array(n) + table(n, config.width()) + table(n, 1);
    }

    /** Rows of 4-byte numbers. */
    private static long table(int rows, int columns) {
        return aligned(HEADER + (long) REFERENCE * rows) + rows * array(columns);
    }

    private static long array(long length) {
        return aligned(HEADER + Integer.BYTES * length);
    }

    private static long aligned(long bytes) {
        return bytes + 7 & ~7L;
    }
}
