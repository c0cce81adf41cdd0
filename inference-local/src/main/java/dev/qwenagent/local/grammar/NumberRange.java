package dev.qwenagent.local.grammar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers are allowed.
 *
 * @param integral whether they must be whole
 * @param least the lower bound, or null for none
 * @param leastExcluded whether the lower bound itself is excluded
 * @param most the upper bound, or null for none
 * @param mostExcluded whether the upper bound itself is excluded
 * @param divisor whole number of which they must be multiples; 1 for none
 */
record NumberRange(boolean integral, @Nullable BigDecimal least, boolean leastExcluded, @Nullable BigDecimal most,
        boolean mostExcluded, BigInteger divisor) {

    static final NumberRange ALL = new NumberRange(false, null, false, null, false, BigInteger.ONE);

    NumberRange whole() {
        return new NumberRange(true, least, leastExcluded, most, mostExcluded, divisor);
    }

    NumberRange from(BigDecimal bound, boolean excluded) {
        int order = least == null ? 1 : bound.compareTo(least);
        boolean tighter = order > 0 || (order == 0 && excluded);
        return tighter ? new NumberRange(integral, bound, excluded, most, mostExcluded, divisor) : this;
    }

    NumberRange upTo(BigDecimal bound, boolean excluded) {
        int order = most == null ? -1 : bound.compareTo(most);
        boolean tighter = order < 0 || (order == 0 && excluded);
        return tighter ? new NumberRange(integral, least, leastExcluded, bound, excluded, divisor) : this;
    }

    /** Multiples of both divisors; whole numbers, since a multiple of a whole number is one. */
    NumberRange multipleOf(BigInteger by) {
        BigInteger common = divisor.multiply(by).divide(divisor.gcd(by));
        return new NumberRange(true, least, leastExcluded, most, mostExcluded, common);
    }

    boolean contains(BigDecimal value) {
        int above = least == null ? 1 : value.compareTo(least);
        int below = most == null ? -1 : value.compareTo(most);
        boolean inside = (leastExcluded ? above > 0 : above >= 0) && (mostExcluded ? below < 0 : below <= 0);
        return inside && (!integral || isMultiple(value));
    }

    private boolean isMultiple(BigDecimal value) {
        BigDecimal exact = value.stripTrailingZeros();
        return exact.signum() == 0
                || (exact.scale() <= 0 && exact.precision() - exact.scale() <= 4 * NumberText.MOST_DIGITS
                        && exact.toBigInteger().mod(divisor).signum() == 0);
    }

    /** The least whole number inside, or null if there is no lower bound. */
    @Nullable
    BigInteger leastWhole() {
        if (least == null) {
            return null;
        }
        BigInteger floor = least.setScale(0, RoundingMode.CEILING).toBigInteger();
        return leastExcluded && new BigDecimal(floor).compareTo(least) == 0 ? floor.add(BigInteger.ONE) : floor;
    }

    /** The greatest whole number inside, or null if there is no upper bound. */
    @Nullable
    BigInteger mostWhole() {
        if (most == null) {
            return null;
        }
        BigInteger ceiling = most.setScale(0, RoundingMode.FLOOR).toBigInteger();
        return mostExcluded && new BigDecimal(ceiling).compareTo(most) == 0 ? ceiling.subtract(BigInteger.ONE)
                : ceiling;
    }

    /** Whether no number is in both. */
    boolean isApartFrom(NumberRange other) {
        return isBelow(other) || other.isBelow(this);
    }

    private boolean isBelow(NumberRange other) {
        if (most == null || other.least == null) {
            return false;
        }
        int order = most.compareTo(other.least);
        return order < 0 || (order == 0 && (mostExcluded || other.leastExcluded));
    }
}
