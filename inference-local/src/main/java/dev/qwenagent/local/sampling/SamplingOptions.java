package dev.qwenagent.local.sampling;

import dev.qwenagent.local.gguf.GgufMetadata;

/**
 * How to choose among likely tokens. The restrictions apply in the order of the components, as in the Qwen model cards'
 * reference implementation.
 *
 * @param temperature divides the scores; 0 is greedy and makes the rest irrelevant
 * @param topK only the {@code topK} likeliest tokens; 0 for all
 * @param topP of those, the fewest whose probabilities sum to at least this; 1 for all
 * @param minP of those, the ones at least {@code minP} times as likely as the likeliest; 0 for all
 * @param seed makes the choices repeatable
 */
public record SamplingOptions(double temperature, int topK, double topP, double minP, long seed) {

    /** Checks the ranges. */
    public SamplingOptions {
        require(temperature >= 0 && Double.isFinite(temperature), "temperature", "0 or more", temperature);
        require(topK >= 0, "topK", "0 (all) or more", topK);
        require(topP > 0 && topP <= 1, "topP", "above 0 and at most 1", topP);
        require(minP >= 0 && minP <= 1, "minP", "0 to 1", minP);
    }

    /** The likeliest token, always. */
    public static SamplingOptions greedy() {
        return new SamplingOptions(0, 0, 1, 0, 0);
    }

    /** What a model file advises under {@code general.sampling}; without advice the likeliest token. */
    public static SamplingOptions advisedBy(GgufMetadata metadata) {
        return new SamplingOptions(metadata.findReal("general.sampling.temp").orElse(0.0),
                metadata.findInteger("general.sampling.top_k").orElse(0),
                metadata.findReal("general.sampling.top_p").orElse(1.0),
                metadata.findReal("general.sampling.min_p").orElse(0.0), 0);
    }

    private static void require(boolean holds, String name, String expected, Number found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "sampling option %s: expected %s, found %s".formatted(name, expected, found));
        }
    }
}
