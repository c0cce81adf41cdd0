package dev.qwenagent.runtime.models;

import org.jspecify.annotations.Nullable;

/**
 * How a model picks its tokens; null leaves a setting to the model's own default.
 *
 * @param temperature 0 for the likeliest token always
 * @param topP keeps the likeliest tokens whose probabilities add up to this, above 0, up to 1
 * @param topK keeps this many of the likeliest tokens, at least 1
 * @param seed makes sampling repeatable, where the model can
 * @param maxOutputTokens tokens of one reply, at least 1
 */
public record GenerationSettings(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Long seed,
        @Nullable Integer maxOutputTokens) {

    /** The model's own defaults. */
    public static final GenerationSettings DEFAULT = new GenerationSettings(null, null, null, null, null);

    public GenerationSettings {
        require(temperature == null || temperature >= 0, "temperature", "0 or more", temperature);
        require(topP == null || (topP > 0 && topP <= 1), "top-p", "above 0 and up to 1", topP);
        require(topK == null || topK >= 1, "top-k", "1 or more", topK);
        require(maxOutputTokens == null || maxOutputTokens >= 1, "max output tokens", "1 or more", maxOutputTokens);
    }

    private static void require(boolean holds, String name, String expected, @Nullable Object found) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + expected + "; found " + found);
        }
    }
}
