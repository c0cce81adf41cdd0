package dev.qwenagent.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.guard.AnswerNeed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldTextTest {

    private static String free(String text, AnswerNeed... needs) {
        return text.substring(0, new HeldText(List.of(needs)).free(text));
    }

    @ParameterizedTest
    @CsvSource({
        "'One. Two', 'One. '", "'One.', ''", "'One', ''", "'1.5 apples', ''", "'See https://a.example/?q=1 there', ''",
        "'One! Two? Three', 'One! Two? '", "'好。二', '好。'"})
    void sentencesAreToldWhenTheyAreComplete(String text, String told) {
        assertThat(free(text, AnswerNeed.SENTENCE)).isEqualTo(told);
    }

    @Test
    void lineIsToldWhenItEnds() {
        assertThat(free("- one\n- tw", AnswerNeed.SENTENCE)).isEqualTo("- one\n");
    }

    @Test
    void windowKeepsItsLastCharactersBack() {
        assertThat(free("abcdef", AnswerNeed.window(2))).isEqualTo("abcd");
        assertThat(free("ab", AnswerNeed.window(2))).isEmpty();
    }

    @Test
    void surrogatePairIsNotParted() {
        assertThat(free("a\uD83D\uDE00b", AnswerNeed.window(2))).isEqualTo("a");
    }

    @Test
    void guardrailThatNeedsMostDecides() {
        assertThat(free("One. Two", AnswerNeed.NOTHING)).isEqualTo("One. Two");
        assertThat(free("One. Two", AnswerNeed.NOTHING, AnswerNeed.window(1), AnswerNeed.SENTENCE)).isEqualTo("One. ");
        assertThat(free("One. Two", AnswerNeed.window(6), AnswerNeed.SENTENCE)).isEqualTo("On");
        assertThat(free("One. Two", AnswerNeed.NOTHING, AnswerNeed.WHOLE)).isEmpty();
    }
}
