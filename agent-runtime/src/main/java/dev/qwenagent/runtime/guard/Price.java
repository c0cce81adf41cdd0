package dev.qwenagent.runtime.guard;

import java.math.BigDecimal;

/**
 * What a model's tokens cost, in a currency of the caller's. Immutable.
 *
 * @param input a million input tokens, not negative
 * @param output a million output tokens, not negative
 */
public record Price(BigDecimal input, BigDecimal output) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /** Costs nothing. */
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO);

    /**
     * Checks the prices.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Price {
        if (input.signum() < 0 || output.signum() < 0) {
            throw new IllegalArgumentException("a price is not negative, found " + input + " and " + output);
        }
    }

    /** A price in decimal digits, such as {@code "2.5"} and {@code "10"} for a million tokens each. */
    public static Price of(String input, String output) {
        return new Price(new BigDecimal(input), new BigDecimal(output));
    }

    /** What these tokens cost. */
    public BigDecimal of(long inputTokens, long outputTokens) {
        return input.multiply(BigDecimal.valueOf(inputTokens))
                .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                .divide(MILLION);
    }
}
