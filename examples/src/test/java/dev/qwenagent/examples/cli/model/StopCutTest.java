package dev.qwenagent.examples.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopCutTest {

    @Test
    void theTextEndsBeforeTheFirstOfTheStrings() {
        StopCut cut = new StopCut(List.of("three", "two"));
        assertThat(cut.accept("one two three")).isEqualTo("one ");
        assertThat(cut.accept("four")).isEmpty();
        assertThat(cut.finish()).isEmpty();
    }

    @Test
    void aStringThatComesInPartsIsNeverShown() {
        StopCut cut = new StopCut(List.of("END"));
        assertThat(cut.accept("aE")).isEqualTo("a");
        assertThat(cut.accept("N")).isEmpty();
        assertThat(cut.accept("D!")).isEmpty();
    }

    @Test
    void whatOnlyLookedLikeAStringIsShownAfterAll() {
        StopCut cut = new StopCut(List.of("END"));
        assertThat(cut.accept("aEN")).isEqualTo("a");
        assertThat(cut.accept("EN")).isEqualTo("EN");
        assertThat(cut.finish()).isEqualTo("EN");
    }

    @Test
    void withoutStringsNothingIsHeldBack() {
        StopCut cut = new StopCut(List.of());
        assertThat(cut.accept("all") + cut.accept("") + cut.finish()).isEqualTo("all");
    }
}
