package dev.qwenagent.api.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

    @ParameterizedTest
    @ValueSource(strings = {"calc.evaluate", "file.read:/data/a.txt", "net.get:https://a.org:8080/x?y=1.2",
        "a-b.c_9:x"})
    void readsWhatItPrints(String text) {
        assertThat(Scope.of(text)).hasToString(text);
    }

    @Test
    void endsTheNameAtTheFirstColon() {
        assertThat(Scope.of("file.read:c:/a.b")).isEqualTo(new Scope("file", "read", "c:/a.b"));
        assertThat(Scope.of("file.read:")).isEqualTo(Scope.of("file.read"));
    }

    @Test
    void takesAnotherResource() {
        assertThat(Scope.of("file.read:/a").withResource("/b")).isEqualTo(Scope.of("file.read:/b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file", ":x", "file:/a.b", "file.", ".read", "File.read", "file.read.all", "file.*",
        "**", " file.read", "file.read ", "9.a"})
    void refusesWhatIsNoScope(String text) {
        assertThatThrownBy(() -> Scope.of(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("family.verb")
                .hasMessageContaining("found '");
    }

    @Test
    void callWithoutScopeCannotBeBound() {
        assertThatThrownBy(() -> new FixedTool("probe").call()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a call of probe needs at least one scope");
    }
}
