package dev.qwenagent.local.grammar;

import static dev.qwenagent.local.grammar.Regex.chars;
import static dev.qwenagent.local.grammar.Regex.choice;
import static dev.qwenagent.local.grammar.Regex.optional;
import static dev.qwenagent.local.grammar.Regex.sequence;
import static dev.qwenagent.local.grammar.Regex.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers of a range are written: whole ones as digits alone, others with an optional fraction and, where nothing
 * bounds them, an optional exponent of up to two digits. No leading zeros, no negative zero. Up to {@value #MOST_DIGITS}
 * digits before the point and as many behind it, unless a bound is longer.
 */
final class NumberText {

    static final int MOST_DIGITS = 64;
    private static final int LONGEST_BOUND = 400;

    private static final Regex DIGIT = chars('0', '9');
    private static final Regex NONZERO = chars('1', '9');
    private static final Regex DIGITS = new Regex.Repeat(DIGIT, 0, MOST_DIGITS);
    private static final Regex FRACTION = optional(sequence(text("."), new Regex.Repeat(DIGIT, 1, MOST_DIGITS)));
    private static final TextDfa WHOLE = whole(NumberRange.ALL.whole());
    private static final TextDfa REAL = RegexCompiler.compile(unboundedReal());

    private NumberText() {}

    /**
     * The automaton of a range.
     *
     * @throws TooLargeException if it would be too large
     */
    static TextDfa of(NumberRange range) {
        if (range.equals(NumberRange.ALL)) {
            return REAL;
        }
        if (range.equals(NumberRange.ALL.whole())) {
            return WHOLE;
        }
        for (BigDecimal bound : new BigDecimal[]{range.least(), range.most()}) {
            if (bound != null && Math.max(bound.precision() - bound.scale(), bound.scale()) > LONGEST_BOUND) {
                throw new TooLargeException("its bound " + bound + " has more than " + LONGEST_BOUND + " digits");
            }
        }
        if (!range.integral()) {
            return RegexCompiler.compile(DecimalText.of(range));
        }
        TextDfa whole = whole(range);
        return range.divisor().equals(BigInteger.ONE) ? whole : DfaProduct.and(whole, multiples(range.divisor()));
    }

    private static TextDfa whole(NumberRange range) {
        BigInteger least = range.leastWhole();
        BigInteger most = range.mostWhole();
        List<Regex> options = new ArrayList<>();
        if ((least == null || least.signum() <= 0) && (most == null || most.signum() >= 0)) {
            options.add(text("0"));
        }
        options.add(between(atLeastOne(least), most));
        options.add(sequence(text("-"),
                between(atLeastOne(most == null ? null : most.negate()), least == null ? null : least.negate())));
        return RegexCompiler.compile(new Regex.Choice(options));
    }

    private static BigInteger atLeastOne(@Nullable BigInteger bound) {
        return bound == null ? BigInteger.ONE : bound.max(BigInteger.ONE);
    }

    /** The positive whole numbers between two bounds, both included; no upper bound if it is null. */
    static Regex between(BigInteger least, @Nullable BigInteger most) {
        if (most != null && most.compareTo(least) < 0) {
            return Regex.NEVER;
        }
        String low = least.toString();
        String nines = "9".repeat(low.length());
        if (most == null) {
            Regex longer = low.length() >= MOST_DIGITS ? Regex.NEVER
                    : sequence(NONZERO, new Regex.Repeat(DIGIT, low.length(), MOST_DIGITS - 1));
            return choice(digits(low, nines), longer);
        }
        String high = most.toString();
        if (high.length() == low.length()) {
            return digits(low, high);
        }
        Regex longer = high.length() - low.length() < 2 ? Regex.NEVER
                : sequence(NONZERO, new Regex.Repeat(DIGIT, low.length(), high.length() - 2));
        return choice(digits(low, nines), longer, digits("1" + "0".repeat(high.length() - 1), high));
    }

    /** The texts of digits, all of one length, from one to another. */
    private static Regex digits(String low, String high) {
        int common = 0;
        while (common < low.length() && low.charAt(common) == high.charAt(common)) {
            common++;
        }
        if (common == low.length()) {
            return text(low);
        }
        int rest = low.length() - common - 1;
        char from = low.charAt(common);
        char to = high.charAt(common);
        Regex middle = to - from < 2 ? Regex.NEVER
                : sequence(chars((char) (from + 1), (char) (to - 1)), new Regex.Repeat(DIGIT, rest, rest));
        return sequence(text(low.substring(0, common)), choice(
                sequence(chars(from, from), bounded(low.substring(common + 1), '9')), middle,
                sequence(chars(to, to), bounded(high.substring(common + 1), '0'))));
    }

    /** Digits from a text up to all nines, or from all zeros up to it. */
    private static Regex bounded(String digits, char limit) {
        Regex regex = Regex.EMPTY;
        for (int i = digits.length() - 1; i >= 0; i--) {
            char digit = digits.charAt(i);
            int rest = digits.length() - i - 1;
            Regex free = digit == limit ? Regex.NEVER
                    : sequence(limit == '9' ? chars((char) (digit + 1), '9') : chars('0', (char) (digit - 1)),
                            new Regex.Repeat(DIGIT, rest, rest));
            regex = choice(sequence(chars(digit, digit), regex), free);
        }
        return regex;
    }

    private static Regex unboundedReal() {
        Regex exponent = optional(sequence(text("e"), optional(new Regex.Chars(CharSet.of("+-"))),
                choice(text("0"), sequence(NONZERO, optional(DIGIT)))));
        Regex whole = choice(text("0"), sequence(NONZERO, new Regex.Repeat(DIGIT, 0, MOST_DIGITS - 1)));
        Regex positive = sequence(whole, FRACTION, exponent);
        Regex nonzero = choice(sequence(NONZERO, new Regex.Repeat(DIGIT, 0, MOST_DIGITS - 1), FRACTION),
                sequence(text("0."), new Regex.Repeat(text("0"), 0, MOST_DIGITS - 1), NONZERO, DIGITS));
        return choice(positive, sequence(text("-"), nonzero, exponent));
    }

    /** Digits, after an optional sign, whose number leaves no rest: the states are the rests. */
    private static TextDfa multiples(BigInteger divisor) {
        int by = divisor.bitLength() > 16 ? Integer.MAX_VALUE : divisor.intValue();
        if (by > 2_000) {
            throw new TooLargeException("it has more than 2000 rests");
        }
        TextDfa.Builder dfa = new TextDfa.Builder();
        int start = dfa.state(false);
        for (int rest = 0; rest < by; rest++) {
            dfa.state(rest == 0);
        }
        dfa.edge(start, '-', '-', start);
        for (int digit = 0; digit < 10; digit++) {
            dfa.edge(start, '0' + digit, '0' + digit, 1 + digit % by);
            for (int rest = 0; rest < by; rest++) {
                dfa.edge(1 + rest, '0' + digit, '0' + digit, 1 + (10 * rest + digit) % by);
            }
        }
        return dfa.build();
    }
}
