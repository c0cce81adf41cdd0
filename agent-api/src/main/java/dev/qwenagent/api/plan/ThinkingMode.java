package dev.qwenagent.api.plan;

/**
 * How a model should think before it speaks.
 *
 * @param setting whether it thinks at all
 * @param budget tokens that one thought may have, at least 1; {@link #UNLIMITED} for no bound
 */
public record ThinkingMode(Setting setting, int budget) {

    /** No bound on a thought's length but the model's own. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** As the model does by default. */
    public static final ThinkingMode AUTO = new ThinkingMode(Setting.AUTO, UNLIMITED);

    /** Thinks. */
    public static final ThinkingMode ON = new ThinkingMode(Setting.ON, UNLIMITED);

    /** Does not think; a model that cannot do without thinks all the same. */
    public static final ThinkingMode OFF = new ThinkingMode(Setting.OFF, UNLIMITED);

    /** Whether a model thinks. */
    public enum Setting {
        /** As it does by default. */
        AUTO,
        /** It thinks. */
        ON,
        /** It does not, if it can do without. */
        OFF
    }

    /**
     * Checks the budget.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ThinkingMode {
        if (budget < 1) {
            throw new IllegalArgumentException(
                    "a thinking budget is at least 1 token, found " + budget + "; use OFF for no thinking");
        }
    }

    /** The same, with a bound on a thought's length in tokens. */
    public ThinkingMode withBudget(int tokens) {
        return new ThinkingMode(setting, tokens);
    }

    /** Whether the thought's length is bounded. */
    public boolean isBounded() {
        return budget != UNLIMITED;
    }
}
