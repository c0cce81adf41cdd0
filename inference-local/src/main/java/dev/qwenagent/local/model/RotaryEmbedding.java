package dev.qwenagent.local.model;

/**
 * Marks a vector with its position by rotating pairs of its values.
 *
 * <p>
 * Source: Su et al., RoFormer (2021), section 3.4.2, in the half-split pairing: value {@code i} is paired with value
 * {@code i + r/2}, where {@code r} is the number of rotated dimensions, and the pair is turned by
 * {@code position * base^(-2i/r)}. Values beyond {@code r} pass unchanged. For text, the multi-axis positions of Qwen3.5
 * are equal and this is the same rotation.
 */
final class RotaryEmbedding {

    private final float[] frequencies; // (r / 2)

    RotaryEmbedding(AttentionConfig config) {
        int dimensions = config.rotaryDimensions();
        frequencies = new float[dimensions / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) (1 / Math.pow(config.rotaryBase(), 2.0 * i / dimensions));
        }
    }

    /** Computes the rotation of each position from {@code first} on: cosines and sines (n, r / 2). */
    void angles(int first, int n, float[][] cosines, float[][] sines) {
        for (int t = 0; t < n; t++) {
            for (int i = 0; i < frequencies.length; i++) {
                float angle = (first + t) * frequencies[i];
                cosines[t][i] = (float) Math.cos(angle);
                sines[t][i] = (float) Math.sin(angle);
            }
        }
    }

    /** Rotates a head in place. */
    static void rotate(float[] head, float[] cosines, float[] sines) {
        int half = cosines.length;
        for (int i = 0; i < half; i++) {
            float x = head[i];
            float y = head[i + half];
            head[i] = x * cosines[i] - y * sines[i];
            head[i + half] = y * cosines[i] + x * sines[i];
        }
    }
}
