package dev.qwenagent.local.grammar;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** Reads what follows a backslash in a pattern. */
final class PatternEscape {

    private static final CharSet DIGIT = CharSet.range('0', '9');
    private static final CharSet WORD = DIGIT.or(CharSet.range('a', 'z'))
            .or(CharSet.range('A', 'Z'))
            .or(CharSet.of('_'));
    private static final CharSet SPACE = CharSet.of("\t\n\u000B\f\r \u00A0\u1680\u2028\u2029\u202F\u205F\u3000\uFEFF")
            .or(CharSet.range(0x2000, 0x200A));
    private static final Map<Character, Integer> CONTROLS = Map.of('n', (int) '\n', 'r', (int) '\r', 't', (int) '\t',
            'f', (int) '\f', 'v', 0x0B, '0', 0);

    /** General categories, in the short and the long spelling, by the letters with which their codes begin. */
    private static final Map<String, String> CATEGORIES = Map.ofEntries(Map.entry("Letter", "L"),
            Map.entry("Uppercase_Letter", "Lu"), Map.entry("Lowercase_Letter", "Ll"),
            Map.entry("Titlecase_Letter", "Lt"),
            Map.entry("Modifier_Letter", "Lm"), Map.entry("Other_Letter", "Lo"), Map.entry("Mark", "M"),
            Map.entry("Number", "N"), Map.entry("Decimal_Number", "Nd"), Map.entry("digit", "Nd"),
            Map.entry("Letter_Number", "Nl"), Map.entry("Other_Number", "No"), Map.entry("Punctuation", "P"),
            Map.entry("punct", "P"), Map.entry("Symbol", "S"), Map.entry("Separator", "Z"),
            Map.entry("Space_Separator", "Zs"), Map.entry("Other", "C"), Map.entry("Control", "Cc"));
    /** By the number that {@link Character#getType} has for a category; 17 is of none. */
    private static final String[] CODES = {"Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No",
        "Zs", "Zl", "Zp", "Cc", "Cf", "", "Co", "Cs", "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf"};
    private static final Map<String, CharSet> PROPERTIES = new ConcurrentHashMap<>();

    private final int[] pattern;
    private int at;

    /** What begins with the backslash at a place. */
    PatternEscape(int[] pattern, int at) {
        this.pattern = pattern;
        this.at = at + 1;
    }

    /** The characters that are meant; tells where the escape ends. */
    CharSet read(IntConsumer end) throws PatternException {
        CharSet set = set();
        end.accept(at);
        return set;
    }

    private CharSet set() throws PatternException {
        if (at >= pattern.length) {
            throw new PatternException("it ends in a backslash");
        }
        int c = pattern[at++];
        return switch (c) {
            case 'd' -> DIGIT;
            case 'D' -> DIGIT.complement();
            case 'w' -> WORD;
            case 'W' -> WORD.complement();
            case 's' -> SPACE;
            case 'S' -> SPACE.complement();
            case 'p' -> property();
            case 'P' -> property().complement();
            case 'x' -> CharSet.of(hex(2));
            case 'u' -> CharSet.of(unicode());
            case 'c' -> CharSet.of(control());
            case 'n', 'r', 't', 'f', 'v', '0' -> CharSet.of(CONTROLS.get((char) c));
            case 'b', 'B' -> throw new PatternException("\\" + (char) c + " looks around");
            case 'k', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                throw new PatternException("\\" + (char) c + " refers to what was matched before");
            default -> {
                if (Character.isLetter(c)) {
                    throw new PatternException("\\" + Character.toString(c) + " is no escape");
                }
                yield CharSet.of(c);
            }
        };
    }

    private int control() throws PatternException {
        if (at >= pattern.length || !Character.isLetter(pattern[at]) || pattern[at] > 'z') {
            throw new PatternException("\\c needs a letter");
        }
        return pattern[at++] % 32;
    }

    private int hex(int digits) throws PatternException {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < pattern.length ? Character.digit(pattern[at++], 16) : -1;
            if (digit < 0) {
                throw new PatternException("an escape needs " + digits + " hexadecimal digits");
            }
            value = 16 * value + digit;
        }
        return value;
    }

    private int unicode() throws PatternException {
        if (at < pattern.length && pattern[at] == '{') {
            int close = at;
            while (close < pattern.length && pattern[close] != '}') {
                close++;
            }
            at++;
            int value = hex(Math.min(6, close - at));
            at = close + 1;
            return value;
        }
        int unit = hex(4);
        boolean pair = Character.isHighSurrogate((char) unit) && at + 1 < pattern.length && pattern[at] == '\\'
                && pattern[at + 1] == 'u';
        if (pair) {
            at += 2;
            return Character.toCodePoint((char) unit, (char) hex(4));
        }
        return unit;
    }

    private CharSet property() throws PatternException {
        StringBuilder name = new StringBuilder();
        if (at >= pattern.length || pattern[at++] != '{') {
            throw new PatternException("\\p needs a name in braces");
        }
        while (at < pattern.length && pattern[at] != '}') {
            name.appendCodePoint(pattern[at++]);
        }
        at++;
        String asked = name.toString().replaceFirst("^(gc|General_Category)=", "");
        String code = CATEGORIES.getOrDefault(asked, asked);
        boolean known = Arrays.stream(CODES).anyMatch(each -> !code.isEmpty() && each.startsWith(code));
        IntPredicate binary = switch (asked) {
            case "Alphabetic", "Alpha" -> Character::isAlphabetic;
            case "Uppercase" -> Character::isUpperCase;
            case "Lowercase" -> Character::isLowerCase;
            case "White_Space", "space" -> c -> SPACE.contains(c) || c == 0x85;
            case "ASCII" -> c -> c < 128;
            case "Any" -> c -> true;
            default -> null;
        };
        if (!known && binary == null) {
            throw new PatternException("\\p{" + name + "} is not known");
        }
        return PROPERTIES.computeIfAbsent(asked,
                _ -> CharSet.where(binary != null ? binary : c -> CODES[Character.getType(c)].startsWith(code)));
    }
}
