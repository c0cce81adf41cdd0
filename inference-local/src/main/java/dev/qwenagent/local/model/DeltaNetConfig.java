package dev.qwenagent.local.model;

/**
 * The extents of a Gated DeltaNet layer.
 *
 * @param keyHeads heads of queries and keys
 * @param valueHeads heads of values, a multiple of {@code keyHeads}
 * @param headSize values in a head of either kind
 * @param convolution taps of the causal convolution
 * @param order which value heads share a key head
 */
public record DeltaNetConfig(int keyHeads, int valueHeads, int headSize, int convolution,
        HeadOrder order) implements MixerConfig {

    /** How value heads are laid out in a file. */
    public enum HeadOrder {
        /** Those that share a key head stand together. */
        GROUPED,
        /** Those that share a key head stand {@code keyHeads} apart. */
        TILED
    }

    /** All queries, or all keys, of a token. */
    public int keyWidth() {
        return keyHeads * headSize;
    }

    /** All values of a token. */
    public int valueWidth() {
        return valueHeads * headSize;
    }

    /** What the convolution runs over: queries, keys, values. */
    public int channels() {
        return 2 * keyWidth() + valueWidth();
    }

    /** The key head that a value head uses. */
    int keyHead(int valueHead) {
        return switch (order) {
            case GROUPED -> valueHead / (valueHeads / keyHeads);
            case TILED -> valueHead % keyHeads;
        };
    }
}
