package dev.qwenagent.api;

import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * An amount of money, exact to the last digit. Immutable.
 *
 * @param amount in units of the currency, such as dollars, not negative; without zeros at its end
 * @param currency by ISO 4217
 */
public record Money(BigDecimal amount, Currency currency) {

    /**
     * Checks the amount and drops zeros at its end.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Money {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("an amount of money is not negative, found " + amount);
        }
        amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    /**
     * Reads an amount with its currency as {@link #toString} writes it, such as {@code 0.50 USD}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Money of(String text) {
        String[] parts = text.strip().split("\\s+");
        try {
            if (parts.length == 2) {
                return new Money(new BigDecimal(parts[0]), Currency.getInstance(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            throw unreadable(text, e);
        }
        throw unreadable(text, null);
    }

    private static IllegalArgumentException unreadable(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "expected an amount with its currency such as 0.50 USD or 3 CNY, found '" + text + "'", cause);
    }

    /** Nothing of a currency. */
    public static Money none(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /**
     * The sum.
     *
     * @throws IllegalArgumentException if the other is of another currency
     */
    public Money plus(Money other) {
        requireSame(other);
        return new Money(amount.add(other.amount), currency);
    }

    /**
     * What is left when the other is taken away; nothing if that is more.
     *
     * @throws IllegalArgumentException if the other is of another currency
     */
    public Money minus(Money other) {
        requireSame(other);
        return new Money(amount.subtract(other.amount).max(BigDecimal.ZERO), currency);
    }

    /**
     * Whether the other is not more than this.
     *
     * @throws IllegalArgumentException if the other is of another currency
     */
    public boolean covers(Money other) {
        requireSame(other);
        return amount.compareTo(other.amount) >= 0;
    }

    /** Whether it is nothing. */
    public boolean isNone() {
        return amount.signum() == 0;
    }

    private void requireSame(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "expected an amount of " + currency + ", found " + other + "; currencies are not exchanged");
        }
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency.getCurrencyCode();
    }
}
