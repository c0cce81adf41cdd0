package dev.qwenagent.local.kernel;

/**
 * A token rounded to whole numbers of eight bits, 32 values with one scale: what repacked weights are multiplied with.
 *
 * <p>
 * {@code x[i]} becomes {@code scale * code}, {@code scale = max |x| / 127} over its 32, so that it is off by at most
 * {@code max |x| / 254}. Not thread-safe while it is filled.
 */
final class RoundedToken {

    /** Values with one scale. */
    static final int BLOCK = 32;

    /** Values with one sum of codes. */
    static final int EIGHT = 8;

    private static final int MOST = 127;

    /** Adding it leaves no bits for a fraction: the last 16 are then the whole number. */
    private static final float ROUNDING = 0x1.8p23f;

    private int[] codes = new int[0];
    private int[] eights = new int[0];
    private float[] scales = new float[0];
    private float[] sums = new float[0];

    /**
     * Takes over a token.
     *
     * @param x finite values
     * @param length how many of them, a multiple of {@link #BLOCK}
     */
    void round(float[] x, int length) {
        if (codes.length < length) {
            codes = new int[length];
            eights = new int[length / EIGHT];
            scales = new float[length / BLOCK];
            sums = new float[length / BLOCK];
        }
        for (int block = 0; block < length / BLOCK; block++) {
            float scale = greatest(x, block * BLOCK) / MOST;
            scales[block] = scale;
            float perUnit = scale == 0 ? 0 : 1 / scale;
            int sum = 0;
            for (int from = block * BLOCK; from < block * BLOCK + BLOCK; from += EIGHT) {
                eights[from / EIGHT] = take(x, from, perUnit);
                sum += eights[from / EIGHT];
            }
            sums[block] = scale * sum;
        }
    }

    private static float greatest(float[] x, int from) {
        float m0 = 0;
        float m1 = 0;
        float m2 = 0;
        float m3 = 0;
        for (int i = from; i < from + BLOCK; i += 4) {
            m0 = Math.max(m0, Math.abs(x[i]));
            m1 = Math.max(m1, Math.abs(x[i + 1]));
            m2 = Math.max(m2, Math.abs(x[i + 2]));
            m3 = Math.max(m3, Math.abs(x[i + 3]));
        }
        return Math.max(Math.max(m0, m1), Math.max(m2, m3));
    }

    /** Rounds eight to the nearest, halves to the even; returns the sum of the codes. */
    private int take(float[] x, int from, float perUnit) {
        int sum = 0;
        for (int i = from; i < from + EIGHT; i++) {
            short code = (short) Float.floatToRawIntBits(x[i] * perUnit + ROUNDING);
            codes[i] = (code & 0xFFFF) * 0x10001;
            sum += code;
        }
        return sum;
    }

    /** From -127 to 127, one for each value, as two equal halves of 16 bits. */
    int[] codes() {
        return codes;
    }

    /** The sum of the codes of every eight values. */
    int[] eights() {
        return eights;
    }

    /** One for each block. */
    float[] scales() {
        return scales;
    }

    /** The sum of the rounded values of each block. */
    float[] sums() {
        return sums;
    }

    /** A value as it was rounded. */
    float value(int i) {
        return scales[i / BLOCK] * (short) codes[i];
    }
}
