package dev.qwenagent.local.model;

/**
 * The extents of a Gated DeltaNet layer.
 *
 * @param keyHeads heads of queries and keys
 * @param valueHeads heads of values, a multiple of {@code keyHeads}
 * @param headSize values in a head of either kind
 * @param convolution taps of the causal convolution
 */
public record DeltaNetConfig(int keyHeads, int valueHeads, int headSize, int convolution) {

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
}
