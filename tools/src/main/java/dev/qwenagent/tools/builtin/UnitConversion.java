package dev.qwenagent.tools.builtin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import javax.measure.IncommensurableException;

/** Converts values by way of the JSR 385 units library. Loaded with the first conversion. */
final class UnitConversion {

    /** Beyond what the library keeps exact, so that its rounding shows up here and is taken off. */
    private static final MathContext EXACT = new MathContext(28);
    private static final int EXACT_DIGITS = 10;
    private static final int ROUNDED_DIGITS = 4;
    private static final int MOST_DIGITS = 100;

    private UnitConversion() {}

    static String convert(BigDecimal value, String from, String to) {
        if (Math.abs(value.precision() - value.scale()) > MOST_DIGITS) {
            throw new IllegalArgumentException("value: expected a number of at most " + MOST_DIGITS + " digits");
        }
        NamedUnit source = UnitCatalogue.find(from);
        NamedUnit target = UnitCatalogue.find(to);
        if (source.quantity() != target.quantity()) {
            throw new IllegalArgumentException(
                    from.strip() + " is " + source.quantity().inWords() + " and " + to.strip()
                            + " is " + target.quantity().inWords() + "; they cannot be converted");
        }
        try {
            Number converted = source.unit().getConverterToAny(target.unit()).convert(value);
            return shown(exact(converted)) + " " + to.strip();
        } catch (IncommensurableException e) {
            throw new IllegalStateException(source + " and " + target + " are listed as the same quantity", e);
        }
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case BigInteger whole -> new BigDecimal(whole);
            case Integer whole -> BigDecimal.valueOf(whole);
            case Long whole -> BigDecimal.valueOf(whole);
            default -> new BigDecimal(number.toString());
        };
    }

    private static String shown(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal exact = number.round(EXACT).stripTrailingZeros();
        if (exact.precision() > EXACT_DIGITS) {
            int wholeDigits = exact.precision() - exact.scale();
            exact = exact.round(new MathContext(Math.max(ROUNDED_DIGITS, wholeDigits))).stripTrailingZeros();
        }
        return exact.toPlainString();
    }
}
