package dev.qwenagent.local.grammar;

import static dev.qwenagent.local.grammar.Regex.chars;
import static dev.qwenagent.local.grammar.Regex.choice;
import static dev.qwenagent.local.grammar.Regex.sequence;
import static dev.qwenagent.local.grammar.Regex.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the numbers of a bounded range are written that need not be whole: digits, and a fraction where one is needed. */
final class DecimalText {

    private static final Regex DIGIT = chars('0', '9');

    /** One bound of the size of a number, its sign left out; null where it is open. */
    private record Bound(BigDecimal value, boolean excluded) {

        BigInteger whole() {
            return value.setScale(0, RoundingMode.FLOOR).toBigInteger();
        }

        String fraction() {
            String plain = value.stripTrailingZeros().toPlainString();
            return plain.indexOf('.') < 0 ? "" : plain.substring(plain.indexOf('.') + 1);
        }
    }

    private DecimalText() {}

    static Regex of(NumberRange range) {
        Bound zero = new Bound(BigDecimal.ZERO, false);
        Bound least = range.least() == null ? null : new Bound(range.least(), range.leastExcluded());
        Bound most = range.most() == null ? null : new Bound(range.most(), range.mostExcluded());
        Regex positive = most != null && most.value().signum() < 0 ? Regex.NEVER
                : sized(least == null || least.value().signum() < 0 ? zero : least, most);
        Bound nonzero = new Bound(BigDecimal.ZERO, true);
        Regex negative = least != null && least.value().signum() >= 0 ? Regex.NEVER
                : sized(most == null || most.value().signum() >= 0 ? nonzero : negated(most),
                        least == null ? null : negated(least));
        return choice(positive, sequence(text("-"), negative));
    }

    private static Bound negated(Bound bound) {
        return new Bound(bound.value().negate(), bound.excluded());
    }

    /** Numbers of 0 or more between two bounds. */
    private static Regex sized(Bound least, @Nullable Bound most) {
        if (most != null && most.value().compareTo(least.value()) < 0) {
            return Regex.NEVER;
        }
        BigInteger low = least.whole();
        BigInteger high = most == null ? null : most.whole();
        if (most != null && low.equals(high)) {
            return sequence(text(low.toString()), within(padded(least, most), padded(most, least), least.excluded(),
                    most.excluded()));
        }
        List<Regex> options = new ArrayList<>();
        options.add(sequence(text(low.toString()), above(least.fraction(), least.excluded())));
        BigInteger next = low.add(BigInteger.ONE);
        BigInteger last = high == null ? null : high.subtract(BigInteger.ONE);
        options.add(sequence(NumberText.between(next, last), above("", false)));
        if (most != null) {
            options.add(sequence(text(String.valueOf(high)), below(most.fraction(), most.excluded())));
        }
        return new Regex.Choice(options);
    }

    private static String padded(Bound bound, Bound other) {
        return bound.fraction() + "0".repeat(Math.max(0, other.fraction().length() - bound.fraction().length()));
    }

    private static int room(String bound) {
        return Math.max(NumberText.MOST_DIGITS, bound.length() + 8);
    }

    private static Regex dotted(Regex digits) {
        return sequence(text("."), digits);
    }

    /** A fraction that is at least, or more than, one that is given by its digits; with the point, if there is a fraction. */
    private static Regex above(String bound, boolean excluded) {
        Regex some = dotted(aboveDigits(bound, excluded, room(bound)));
        return bound.isEmpty() && !excluded ? choice(Regex.EMPTY, some) : some;
    }

    /** One or more digits, if the bound is empty; else as many as are needed to be no less. */
    private static Regex aboveDigits(String bound, boolean excluded, int room) {
        Regex regex = excluded
                ? sequence(new Regex.Repeat(text("0"), 0, 8), chars('1', '9'), digits(0, room - bound.length() - 9))
                : digits(bound.isEmpty() ? 1 : 0, room - bound.length());
        for (int i = bound.length() - 1; i >= 0; i--) {
            char digit = bound.charAt(i);
            Regex more = digit == '9' ? Regex.NEVER
                    : sequence(chars((char) (digit + 1), '9'), digits(0, room - i - 1));
            boolean mayEnd = !excluded && bound.substring(i).chars().allMatch(c -> c == '0');
            regex = choice(sequence(chars(digit, digit), regex), more, mayEnd ? Regex.EMPTY : Regex.NEVER);
        }
        return regex;
    }

    /** A fraction that is at most, or less than, one that is given by its digits; none is 0. */
    private static Regex below(String bound, boolean excluded) {
        if (bound.isEmpty()) {
            return excluded ? Regex.NEVER : choice(Regex.EMPTY, dotted(new Regex.Repeat(text("0"), 1, room(bound))));
        }
        return choice(Regex.EMPTY, dotted(belowDigits(bound, excluded, room(bound), 1)));
    }

    private static Regex belowDigits(String bound, boolean excluded, int room, int needed) {
        Regex regex = excluded ? Regex.NEVER : new Regex.Repeat(text("0"), 0, room - bound.length());
        for (int i = bound.length() - 1; i >= 0; i--) {
            char digit = bound.charAt(i);
            Regex less = digit == '0' ? Regex.NEVER
                    : sequence(chars('0', (char) (digit - 1)), digits(0, room - i - 1));
            boolean mayEnd = i >= needed && bound.substring(i).chars().anyMatch(c -> c != '0');
            boolean endsEqual = i >= needed && !excluded && !mayEnd;
            regex = choice(sequence(chars(digit, digit), regex), less, mayEnd || endsEqual ? Regex.EMPTY : Regex.NEVER);
        }
        return regex;
    }

    /** A fraction between two of the same number of digits. */
    private static Regex within(String low, String high, boolean lowExcluded, boolean highExcluded) {
        int common = 0;
        while (common < low.length() && low.charAt(common) == high.charAt(common)) {
            common++;
        }
        String shared = low.substring(0, common);
        if (common == low.length()) {
            boolean none = lowExcluded || highExcluded;
            return none ? Regex.NEVER : shared.isEmpty() ? Regex.EMPTY : dotted(text(shared));
        }
        char from = low.charAt(common);
        char to = high.charAt(common);
        int room = room(low);
        String lowRest = low.substring(common + 1);
        String highRest = high.substring(common + 1);
        Regex middle = to - from < 2 ? Regex.NEVER
                : sequence(chars((char) (from + 1), (char) (to - 1)), digits(0, room - common - 1));
        Regex upper = highRest.isEmpty() && highExcluded ? Regex.NEVER
                : sequence(chars(to, to), belowDigits(highRest, highExcluded, room - common - 1, 0));
        Regex lower = sequence(chars(from, from), lowRest.isEmpty() && !lowExcluded ? digits(0, room - common - 1)
                : aboveDigits(lowRest, lowExcluded, room - common - 1));
        boolean mayEnd = !lowExcluded && low.substring(common).chars().allMatch(c -> c == '0');
        Regex none = mayEnd && low.chars().allMatch(c -> c == '0') ? Regex.EMPTY : Regex.NEVER;
        Regex end = mayEnd && !shared.isEmpty() ? Regex.EMPTY : Regex.NEVER;
        return choice(none, dotted(sequence(text(shared), choice(end, lower, middle, upper))));
    }

    private static Regex digits(int least, int most) {
        return new Regex.Repeat(DIGIT, least, Math.max(least, most));
    }
}
