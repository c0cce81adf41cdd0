package dev.qwenagent.runtime.remote;

import java.util.Locale;

/**
 * How much a model that knows degrees of thinking thinks, in place of a budget in tokens. Model Studio takes
 * {@code HIGH} and {@code MAX} for {@code XHIGH}, and {@code MINIMAL} for {@code LOW}.
 */
public enum ReasoningEffort {
    /** Not at all. */
    NONE,
    /** As little as it can. */
    MINIMAL,
    /** A little, some 4,000 tokens. */
    LOW,
    /** Some 16,000 tokens. */
    MEDIUM,
    /** Much. */
    HIGH,
    /** As much as the model can. */
    XHIGH,
    /** The most the server knows. */
    MAX;

    /** As servers write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
