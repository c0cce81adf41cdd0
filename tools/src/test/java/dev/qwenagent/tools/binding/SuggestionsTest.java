package dev.qwenagent.tools.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {

    private static final List<String> NAMES = List.of("read_file", "write_file", "calculator");

    @Test
    void nearestComesFirst() {
        assertThat(Suggestions.near("readfile", NAMES, 2)).startsWith("read_file");
        assertThat(Suggestions.near("Calculater", NAMES, 2)).containsExactly("calculator");
    }

    @Test
    void partOfANameIsNear() {
        assertThat(Suggestions.near("calc", NAMES, 2)).containsExactly("calculator");
    }

    @Test
    void nothingIsSuggestedForSomethingElse() {
        assertThat(Suggestions.near("weather", NAMES, 2)).isEmpty();
    }
}
