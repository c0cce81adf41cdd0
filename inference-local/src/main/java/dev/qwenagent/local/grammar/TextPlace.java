package dev.qwenagent.local.grammar;

/**
 * Steps of a text over bytes: a place is a state of the automaton over characters together with the part of a character, or
 * of an escape, that has been read. Both are numbers, so that walking a vocabulary makes no objects.
 *
 * <p>
 * The part of a character of several bytes: its bits so far, how many bytes it has and how many are missing.
 */
final class TextPlace {

    static final long DEAD = -1;

    static final int BODY = 0;
    static final int OPENING = 1;
    static final int CLOSED = 2;

    private static final int ESCAPE = 3;
    private static final int UNICODE = 4;
    private static final int UNICODE_0 = 5;
    private static final int UNICODE_00 = 6;
    private static final int UNICODE_000 = 7;
    private static final int UNICODE_001 = 8;
    private static final int PARTIAL = 16;
    private static final String ESCAPES = "btnfr\"\\";
    private static final String ESCAPED = "\b\t\n\f\r\"\\";
    private static final int[] LEAST = {0, 0, 0x80, 0x800, 0x10000};

    private TextPlace() {}

    static long of(int state, int part) {
        return (long) state << 32 | part;
    }

    static int state(long place) {
        return (int) (place >>> 32);
    }

    static int part(long place) {
        return (int) place;
    }

    /** Where a byte leads, or {@link #DEAD}. */
    static long next(TextDfa dfa, Encoding encoding, int state, int part, int value) {
        if (part == BODY) {
            return body(dfa, encoding, state, value);
        }
        return switch (part) {
            case OPENING -> value == '"' ? of(state, BODY) : DEAD;
            case CLOSED -> DEAD;
            case ESCAPE -> escape(dfa, state, value);
            case UNICODE -> value == '0' ? of(state, UNICODE_0) : DEAD;
            case UNICODE_0 -> value == '0' ? of(state, UNICODE_00) : DEAD;
            case UNICODE_00 -> value == '0' || value == '1' ? live(dfa, state, UNICODE_000 + value - '0') : DEAD;
            case UNICODE_000, UNICODE_001 -> unicode(dfa, state, part, value);
            default -> partial(dfa, state, part, value);
        };
    }

    private static long body(TextDfa dfa, Encoding encoding, int state, int value) {
        if (value < 0x80) {
            if (encoding == Encoding.QUOTED) {
                if (value == '"') {
                    return dfa.accepts(state) ? of(state, CLOSED) : DEAD;
                }
                if (value == '\\') {
                    return live(dfa, state, ESCAPE);
                }
                if (value < 0x20) {
                    return DEAD;
                }
            }
            int next = dfa.next(state, value);
            return next == TextDfa.DEAD ? DEAD : of(next, BODY);
        }
        if (value >= 0xC2 && value < 0xE0) {
            return live(dfa, state, partial(value & 0x1F, 2, 1));
        }
        if (value >= 0xE0 && value < 0xF0) {
            return live(dfa, state, partial(value & 0x0F, 3, 2));
        }
        return value >= 0xF0 && value < 0xF5 ? live(dfa, state, partial(value & 0x07, 4, 3)) : DEAD;
    }

    private static int partial(int bits, int length, int missing) {
        return bits << 8 | (length - 2) << 5 | PARTIAL | missing;
    }

    private static long partial(TextDfa dfa, int state, int part, int value) {
        if ((value & 0xC0) != 0x80) {
            return DEAD;
        }
        int bits = part >> 8 << 6 | value & 0x3F;
        int length = (part >> 5 & 3) + 2;
        int missing = (part & 3) - 1;
        if (missing > 0) {
            return live(dfa, state, partial(bits, length, missing));
        }
        int next = bits < LEAST[length] ? TextDfa.DEAD : dfa.next(state, bits);
        return next == TextDfa.DEAD ? DEAD : of(next, BODY);
    }

    private static long escape(TextDfa dfa, int state, int value) {
        if (value == 'u') {
            return live(dfa, state, UNICODE);
        }
        int known = ESCAPES.indexOf(value);
        int next = known < 0 ? TextDfa.DEAD : dfa.next(state, ESCAPED.charAt(known));
        return next == TextDfa.DEAD ? DEAD : of(next, BODY);
    }

    private static long unicode(TextDfa dfa, int state, int part, int value) {
        int digit = value >= '0' && value <= '9' ? value - '0' : value >= 'a' && value <= 'f' ? value - 'a' + 10 : -1;
        int character = (part - UNICODE_000) * 16 + digit;
        int next = digit < 0 || ESCAPED.indexOf(character) >= 0 ? TextDfa.DEAD : dfa.next(state, character);
        return next == TextDfa.DEAD ? DEAD : of(next, BODY);
    }

    private static long live(TextDfa dfa, int state, int part) {
        return missing(dfa, state, part) < 0 ? DEAD : of(state, part);
    }

    /** The fewest characters that are missing at a place, that of the part included; -1 if there is no way to an end. */
    static int missing(TextDfa dfa, int state, int part) {
        return switch (part) {
            case BODY, OPENING -> dfa.distance(state);
            case CLOSED -> 0;
            case ESCAPE -> least(escapes(dfa, state), controls(dfa, state, 0, 0x1F));
            case UNICODE, UNICODE_0, UNICODE_00 -> controls(dfa, state, 0, 0x1F);
            case UNICODE_000 -> controls(dfa, state, 0, 0x0F);
            case UNICODE_001 -> controls(dfa, state, 0x10, 0x1F);
            default -> {
                int shift = 6 * (part & 3);
                int low = Math.max(LEAST[(part >> 5 & 3) + 2], part >> 8 << shift);
                int high = ((part >> 8) + 1 << shift) - 1;
                int distance = low > high ? -1 : dfa.distanceWithin(state, low, high);
                yield distance < 0 ? -1 : 1 + distance;
            }
        };
    }

    private static int least(int one, int other) {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }

    private static int escapes(TextDfa dfa, int state) {
        int least = -1;
        for (int i = 0; i < ESCAPED.length(); i++) {
            int distance = dfa.distanceWithin(state, ESCAPED.charAt(i), ESCAPED.charAt(i));
            least = least(least, distance < 0 ? -1 : 1 + distance);
        }
        return least;
    }

    /** Control characters without an escape of their own. */
    private static int controls(TextDfa dfa, int state, int from, int to) {
        int least = -1;
        for (int c = from; c <= to; c++) {
            if (ESCAPED.indexOf(c) < 0) {
                int next = dfa.next(state, c);
                least = least(least, next == TextDfa.DEAD ? -1 : 1 + dfa.distance(next));
            }
        }
        return least;
    }
}
