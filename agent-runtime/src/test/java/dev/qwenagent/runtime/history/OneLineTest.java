package dev.qwenagent.runtime.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "a b", " a b ", "a  b", "a\tb\n", "\u20ac 1", "a\u00a0b", "x\u0001y"})
    void textIsThatWithSingleSpacesAndNoneAtItsEnds(String text) {
        assertThat(OneLine.start(text, 100)).isEqualTo(text.replaceAll("\\s+", " ").strip());
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, abcd…"})
    void longTextIsCut(String text, int length, String start) {
        assertThat(OneLine.start(text, length)).isEqualTo(start);
    }
}
