package dev.qwenagent.local.model;

/**
 * The extents of a full-attention layer.
 *
 * @param heads query heads
 * @param keyValueHeads heads of keys and values, each shared by {@code heads / keyValueHeads} query heads
 * @param headSize values in a head
 * @param gate whether the output of a head is gated
 * @param rotary how heads carry their position
 */
public record AttentionConfig(int heads, int keyValueHeads, int headSize, OutputGate gate,
        RotaryConfig rotary) implements MixerConfig {

    /** What happens to the output of a head. */
    public enum OutputGate {
        /** It passes as it is. */
        NONE,
        /** It is multiplied with a sigmoid that is computed beside its query. */
        SIGMOID
    }

    /** All queries of a token. */
    public int queryWidth() {
        return heads * headSize;
    }

    /** All keys, or all values, of a token. */
    public int keyValueWidth() {
        return keyValueHeads * headSize;
    }

    /** What the query projection computes for a head: its query and, where there is one, its gate. */
    int queryStride() {
        return switch (gate) {
            case NONE -> headSize;
            case SIGMOID -> 2 * headSize;
        };
    }
}
