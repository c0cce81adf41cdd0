package dev.qwenagent.local.model;

import java.util.Arrays;

/**
 * Keys and values of the positions behind, for one attention layer.
 *
 * <p>
 * Keys are kept by channel and values by position, so that both the scores and their weighted sum of values run along
 * whole arrays. Room grows by doubling, up to the length that a sequence may have. Not thread-safe: one session, one thread.
 */
final class KvCache implements LayerState {

    private static final int FIRST_CAPACITY = 256;

    private final int headSize;
    private final float[][][] keys; // (head, channel, position)
    private final float[][][] values; // (head, position, channel)
    private final int length;
    private int capacity;

    /**
     * An empty cache.
     *
     * @param config the layer
     * @param length positions beyond which no room is taken in advance
     */
    KvCache(AttentionConfig config, int length) {
        this.length = length;
        headSize = config.headSize();
        keys = new float[config.keyValueHeads()][headSize][0];
        values = new float[config.keyValueHeads()][0][];
    }

    /** Makes room for positions below {@code positions}. */
    void reserve(int positions) {
        if (positions <= capacity) {
            return;
        }
        long ahead = Math.min(Math.max(2L * capacity, FIRST_CAPACITY), length);
        int wanted = (int) Math.min(Math.max(positions, ahead), Integer.MAX_VALUE - 8);
        for (int head = 0; head < keys.length; head++) {
            for (int channel = 0; channel < headSize; channel++) {
                keys[head][channel] = Arrays.copyOf(keys[head][channel], wanted);
            }
            values[head] = Arrays.copyOf(values[head], wanted);
            for (int position = capacity; position < wanted; position++) {
                values[head][position] = new float[headSize];
            }
        }
        capacity = wanted;
    }

    /** Stores a head's key and value at a position for which there is room. */
    void put(int head, int position, float[] key, float[] value) {
        float[][] channels = keys[head];
        for (int channel = 0; channel < headSize; channel++) {
            channels[channel][position] = key[channel];
        }
        System.arraycopy(value, 0, values[head][position], 0, headSize);
    }

    /** (channel, position) */
    float[][] keys(int head) {
        return keys[head];
    }

    /** (position, channel) */
    float[][] values(int head) {
        return values[head];
    }

    /** Takes over the first positions of another cache of the same layer. */
    void copyFrom(KvCache other, int positions) {
        reserve(positions);
        for (int head = 0; head < keys.length; head++) {
            for (int channel = 0; channel < headSize; channel++) {
                System.arraycopy(other.keys[head][channel], 0, keys[head][channel], 0, positions);
            }
            for (int position = 0; position < positions; position++) {
                System.arraycopy(other.values[head][position], 0, values[head][position], 0, headSize);
            }
        }
    }

    /** Positions for which there is room. */
    int capacity() {
        return capacity;
    }
}
