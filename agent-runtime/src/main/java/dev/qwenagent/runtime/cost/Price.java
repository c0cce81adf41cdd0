package dev.qwenagent.runtime.cost;

import dev.qwenagent.api.Money;
import dev.qwenagent.api.TokensUsed;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * What a million of a model's tokens cost. Immutable.
 *
 * @param currency of the four
 * @param input tokens read, not negative
 * @param output tokens written, thought included, not negative
 * @param cached tokens read that the server had in its cache, not negative
 * @param cacheWrite tokens read that it was made to put into its cache, not negative
 */
public record Price(Currency currency, BigDecimal input, BigDecimal output, BigDecimal cached, BigDecimal cacheWrite) {

    private static final int MILLION_DIGITS = 6;

    /**
     * Checks the prices.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Price {
        if (input.signum() < 0 || output.signum() < 0 || cached.signum() < 0 || cacheWrite.signum() < 0) {
            throw new IllegalArgumentException("a price is not negative, found input " + input + ", output " + output
                    + ", cached " + cached + ", cache write " + cacheWrite);
        }
    }

    /** A price that makes no difference between what was cached and what was not, in a currency such as {@code USD}. */
    public static Price of(String currency, String input, String output) {
        var read = new BigDecimal(input);
        return new Price(Currency.getInstance(currency), read, new BigDecimal(output), read, read);
    }

    /** The same with other prices of what a server has in its cache and of what it puts there. */
    public Price withCache(String newCached, String newCacheWrite) {
        return new Price(currency, input, output, new BigDecimal(newCached), new BigDecimal(newCacheWrite));
    }

    /** What these tokens cost. */
    public Money of(TokensUsed tokens) {
        int plain = Math.max(0, tokens.inputTokenCount() - tokens.cachedTokens() - tokens.cacheWriteTokens());
        BigDecimal sum = times(input, plain).add(times(cached, tokens.cachedTokens()))
                .add(times(cacheWrite, tokens.cacheWriteTokens()))
                .add(times(output, tokens.outputTokenCount()));
        return new Money(sum.movePointLeft(MILLION_DIGITS), currency);
    }

    private static BigDecimal times(BigDecimal price, int tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
