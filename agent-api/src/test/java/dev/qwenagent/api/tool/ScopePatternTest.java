package dev.qwenagent.api.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopePatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            **                   | calc.evaluate
            **                   | file.read:/a/b
            calc.*               | calc.evaluate
            file.*               | file.write:/a
            file.read            | file.read
            file.read            | file.read:/a/b
            file.read:/a/b       | file.read:/a/b
            file.*:/a            | file.write:/a
            file.read:/a/**      | file.read:/a
            file.read:/a/**      | file.read:/a/
            file.read:/a/**      | file.read:/a/b
            file.read:/a/**      | file.read:/a/b/c.txt
            file.read:/**        | file.read:/
            file.read:/**        | file.read:/a/b
            file.read:/a/*       | file.read:/a/b.txt
            file.read:/a/*.txt   | file.read:/a/b.txt
            file.read:/a/*.txt   | file.read:/a/.txt
            file.read:/*/c       | file.read:/b/c
            file.read:/a/**/c    | file.read:/a/b/b/c
            file.read:/a/**/c    | file.read:/a/c
            file.read:**.txt     | file.read:/a/b.txt
            file.read:**/c       | file.read:/a/b/c
            file.read:/a?        | file.read:/ab
            net.get:https://*.org/** | net.get:https://a.org/x?y
            file.read:/a+(b)[c]  | file.read:/a+(b)[c]
            file.read:/\\Qa\\E   | file.read:/\\Qa\\E
            file.read:/$^{1}     | file.read:/$^{1}
            file.read:/\uD83D\uDE00/*    | file.read:/\uD83D\uDE00/x
            file.read:/?         | file.read:/\uD83D\uDE00
            """)
    void matches(String pattern, String scope) {
        assertThat(ScopePattern.of(pattern).matches(Scope.of(scope))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            calc.*               | calculus.evaluate
            calc.evaluate        | calc.other
            file.read            | file.write
            file.read:/a/b       | file.read
            file.read:/a/b       | file.read:/a/b/
            file.read:/a/b       | file.read:/A/B
            file.*:/a            | file.read:/b
            file.read:/a/**      | file.read:/ab
            file.read:/a/**      | file.read:/b/a/x
            file.read:/a/**      | file.write:/a/b
            file.read:/**        | file.read
            file.read:/a/*       | file.read:/a
            file.read:/a/*       | file.read:/a/b/c
            file.read:/a/*.txt   | file.read:/a/b/c.txt
            file.read:/a/**/c    | file.read:/ac
            file.read:/a/**/c    | file.read:/a/b/d
            file.read:/a?        | file.read:/a/
            file.read:/a?        | file.read:/a
            file.read:/a?        | file.read:/abc
            file.read:/a.txt     | file.read:/aXtxt
            file.read:/a+        | file.read:/aa
            file.read:/[ab]      | file.read:/a
            """)
    void doesNotMatch(String pattern, String scope) {
        assertThat(ScopePattern.of(pattern).matches(Scope.of(scope))).isFalse();
    }

    @Test
    void lineBreakInAResourceHidesNothingFromARule() {
        assertThat(ScopePattern.of("file.read:/a/**").matches(Scope.of("file.read:/a/b\nc"))).isTrue();
        assertThat(ScopePattern.of("file.read:/a/*").matches(Scope.of("file.read:/a/b\nc"))).isTrue();
        assertThat(ScopePattern.of("file.read:/a").matches(Scope.of("file.read:/a\n"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "file", "file.", "*.read", "file.read:", "File.read", "file.re*", "file.**",
        "a.b.c",
        "**:/a", "file read"})
    void refusesWhatIsNoPattern(String text) {
        assertThatThrownBy(() -> ScopePattern.of(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a scope pattern is family.verb")
                .hasMessageEndingWith("found '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            calc.*               | **
            file.read            | file.*
            file.read            | file.*:/a/very/long/resource
            file.read:/a/**      | file.read
            file.read:/a/b/**    | file.read:/a/**
            file.read:/a/b       | file.read:/a/*
            file.read:/a/*.txt   | file.read:/a/*
            """)
    void moreExactPatternIsMoreSpecific(String exact, String wide) {
        assertThat(ScopePattern.of(exact).specificity()).isGreaterThan(ScopePattern.of(wide).specificity());
    }

    @Test
    void tellsItsParts() {
        ScopePattern pattern = ScopePattern.of("file.*:/a/**");
        assertThat(pattern.family()).isEqualTo("file");
        assertThat(pattern.verb()).isEqualTo("*");
        assertThat(pattern.resource()).isEqualTo("/a/**");
        assertThat(ScopePattern.of("calc.evaluate").resource()).isEqualTo("**");
        assertThat(pattern).isEqualTo(ScopePattern.of("file.*:/a/**"))
                .hasToString("file.*:/a/**")
                .hasSameHashCodeAs(ScopePattern.of("file.*:/a/**"))
                .isNotEqualTo(ScopePattern.of("file.*"));
    }
}
