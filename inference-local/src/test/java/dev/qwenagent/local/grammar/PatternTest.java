package dev.qwenagent.local.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTest {

    /** Java's expressions agree with ECMA-262's on these. */
    @ParameterizedTest
    @ValueSource(strings = {"^a*$", "a+", "^(ab|a)*c?$", "[0-9]{2,3}", "^[^ab]$", "b.*a|^c", "^(?:a|b)(?:b|c)$",
        "^a|b$",
        "a{0}b", "^(a|ab)(c|bcd)(d*)$", "^\\d\\D\\w\\W?$", "[\\]\\-a]", "^[a-c-]+$", "(a*)*b", "\\.", "a{,2}",
        "^(|a)b$", "x?y??z*?", "\\x61\\u0062", "[\\d_]c"})
    void languageIsThatOfTheExpression(String pattern) throws PatternException {
        TextDfa dfa = RegexCompiler.compile(PatternParser.parse(pattern));
        Pattern expected = Pattern.compile(pattern.replace("a{,2}", "a\\{,2\\}"));
        Random random = new Random(3);
        String letters = "aabbcd19 -_].{,2}xyz";
        for (int i = 0; i < 4000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(7); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(dfa.accepts(text.toString())).as(text.toString()).isEqualTo(expected.matcher(text).find());
        }
    }

    @ParameterizedTest
    @CsvSource({"'(?=a)b', ahead", "'(?<!a)b', ahead", "'a\\b', around", "'(a)\\1', before", "'a^b', anchor",
        "'(a$)b', anchor", "'(a', closed", "'a)', without", "'[b-a]', order", "'*a', repeat", "'\\p{Klingon}', known",
        "'a{3,2}', none", "'\\', backslash", "'[a', closed", "'\\q', escape"})
    void patternThatIsNotRegularOrMalformedIsRefused(String pattern, String reason) {
        assertThatThrownBy(() -> PatternParser.parse(pattern)).isInstanceOf(PatternException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"date, 2024-02-29, 2023-02-29", "date, 2026-11-30, 2026-11-31", "date, 2000-02-29, 1900-02-29",
        "time, 23:59:59Z, 24:00:00Z", "time, 12:30:00.5+05:30, 12:30Z", "date-time, 2026-11-25T22:00:00Z, 2026-11-25",
        "ipv4, 255.0.10.1, 256.0.0.1", "uuid, 123e4567-e89b-12d3-a456-426614174000, 123e4567",
        "hostname, a-b.example, -a.example", "duration, P3DT4H, P"})
    void formatIsHeldTo(String format, String fits, String fails) throws PatternException {
        TextDfa dfa = RegexCompiler.compile(PatternParser.parse(Formats.pattern(format)));
        assertThat(dfa.accepts(fits)).isTrue();
        assertThat(dfa.accepts(fails)).isFalse();
    }

    @Test
    void charactersAreScalarValues() throws PatternException {
        TextDfa dfa = RegexCompiler.compile(PatternParser.parse("^\\p{L}[^x]\\u{1F600}$"));
        assertThat(dfa.accepts("\u65E5y\uD83D\uDE00")).isTrue();
        assertThat(dfa.accepts("1y\uD83D\uDE00")).isFalse();
        assertThat(dfa.accepts("ax\uD83D\uDE00")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc",
        "Cf", "Co", "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf", "L", "M", "N", "Z", "P", "S"})
    void generalCategoryIsThatOfUnicode(String category) throws PatternException {
        TextDfa dfa = RegexCompiler.compile(PatternParser.parse("^\\p{" + category + "}$"));
        Pattern expected = Pattern.compile("\\p{" + category + "}");
        for (int c = 0; c < 0x3200; c++) {
            String text = Character.toString(c);
            assertThat(dfa.accepts(text)).as("U+%04X", c).isEqualTo(expected.matcher(text).matches());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"^a[]?b$", "^a[^\\s\\S]*b$", "^a(\\uD800)?b$", "^(ab|a[]b|[])$"})
    void setWithoutCharactersMatchesNothing(String pattern) throws PatternException {
        TextDfa dfa = RegexCompiler.compile(PatternParser.parse(pattern));
        assertThat(dfa.accepts("ab")).isTrue();
        assertThat(RegexCompiler.compile(PatternParser.parse(pattern.replaceAll("[?*]", ""))).accepts("ab"))
                .isEqualTo(pattern.startsWith("^(ab"));
        assertThat(dfa.accepts("")).isFalse();
    }
}
