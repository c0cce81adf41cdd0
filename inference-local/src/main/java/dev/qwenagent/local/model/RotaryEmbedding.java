package dev.qwenagent.local.model;

/**
 * Marks a vector with its position by rotating pairs of its values.
 *
 * <p>
 * Source: Su et al., RoFormer (2021), section 3.4.2, in the half-split pairing: value {@code i} is paired with value
 * {@code i + r/2}, where {@code r} is the number of rotated dimensions, and the pair is turned by
 * {@code position * base^(-2i/r)}. Values beyond {@code r} pass unchanged. For text, the multi-axis positions of Qwen3.5
 * are equal and this is the same rotation.
 *
 * <p>
 * A context stretched by a factor s divides the slow frequencies by it. Source: Peng et al., YaRN (2023), sections 3.2
 * to 3.4: pair i makes {@code t(i) = context / (2 pi base^(2i/r))} turns in the original context; its frequency is kept
 * where t exceeds the fast bound, divided by s below the slow bound, and blended along i between; the rotated values are
 * multiplied by {@code 0.1 ln(s) + 1}.
 */
final class RotaryEmbedding {

    private final float[] frequencies; // (r / 2)
    private final float magnitude;

    RotaryEmbedding(RotaryConfig config) {
        frequencies = new float[config.dimensions() / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double frequency = 1 / Math.pow(config.base(), 2.0 * i / config.dimensions());
            frequencies[i] = (float) (frequency * stretch(config, i));
        }
        magnitude = config.scaling() instanceof RotaryConfig.Scaling.Yarn yarn ? (float) yarn.magnitude() : 1;
    }

    private static double stretch(RotaryConfig config, int pair) {
        return switch (config.scaling()) {
            case RotaryConfig.Scaling.None _ -> 1;
            case RotaryConfig.Scaling.Linear(var factor) -> 1 / factor;
            case RotaryConfig.Scaling.Yarn yarn -> {
                double first = Math.max(0, Math.floor(pairOf(config, yarn, yarn.fastTurns())));
                double last = Math.min(config.dimensions() - 1, Math.ceil(pairOf(config, yarn, yarn.slowTurns())));
                double ramp = (pair - first) / Math.max(0.001, last - first);
                double divided = Math.clamp(ramp, 0.0, 1.0);
                yield divided / yarn.factor() + (1 - divided);
            }
        };
    }

    /** The pair, as a real number, that makes this many turns in the original context. */
    private static double pairOf(RotaryConfig config, RotaryConfig.Scaling.Yarn yarn, double turns) {
        double longest = yarn.originalContext() / (2 * Math.PI * turns);
        return config.dimensions() * Math.log(longest) / (2 * Math.log(config.base()));
    }

    /** Computes the rotation of each position from {@code first} on: cosines and sines (n, r / 2). */
    void angles(int first, int n, float[][] cosines, float[][] sines) {
        for (int t = 0; t < n; t++) {
            for (int i = 0; i < frequencies.length; i++) {
                float angle = (first + t) * frequencies[i];
                cosines[t][i] = (float) Math.cos(angle) * magnitude;
                sines[t][i] = (float) Math.sin(angle) * magnitude;
            }
        }
    }
}
