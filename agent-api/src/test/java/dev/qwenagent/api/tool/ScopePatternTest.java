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
            file.read:/a[*]b[?][[] | file.read:/a*b?[
            file.read:[]         | file.read
            net.get:https://EXAMPLE.org:443/** | net.get:https://example.org/a?b
            net.get:https://b\u00fccher.example/ | net.get:https://xn--bcher-kva.example/
            net.get:http://0x7f.1:8080/** | net.get:http://127.0.0.1:8080/
            net.get:*://*.example.org/** | net.get:http://a.example.org/
            net.get:https://a.org/%7euser | net.get:https://a.org/~user
            net.get:http://[::1]:*/** | net.get:http://[::1]:99/x
            file.read:/e\u0301.txt | file.read:/\u00e9.txt
            process.run:git *    | process.run:git log
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
            file.read:/a[*]      | file.read:/ab
            file.read:/a[?]      | file.read:/ab
            file.read:[]         | file.read:/a
            net.get:https://*.example.org/** | net.get:https://evil.org/.example.org/
            net.get:https://a.org/** | net.get:https://a.org.evil.org/
            net.get:https://a.org/** | net.get:https://a.org:8443/
            net.get:https://a.org/** | net.get:http://a.org/
            process.run:git *    | process.run:rm git
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

    @ParameterizedTest
    @ValueSource(strings = {"net.get:a.org", "net.get:a.org/**", "net.get:https://a.org", "net.get:https://**/x",
        "net.get:https://u@a.org/", "net.get:https://a.org/../b", "net.get:ftp://a.org/", "net.get:https://a b/",
        "process.run:git \"log", "process.run: "})
    void patternThatCouldMatchNothingIsRefused(String text) {
        assertThatThrownBy(() -> ScopePattern.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a.b:[]", "a.b:*", "a.b:[*]", "file.read:/a*b/**", "file.read:/x?", "file.read:/[[]",
        "net.get:https://a.org/x?y=*", "net.get:http://[::1]/", "process.run:ls \"*\"", "process.run:git log",
        "process.run:rm \"**\"", "mail.send:a@b"})
    void exactPatternMatchesItsScopeAndNoOther(String text) {
        Scope scope = Scope.of(text);
        ScopePattern exactly = ScopePattern.exactly(scope);
        assertThat(exactly.matches(scope)).isTrue();
        assertThat(ScopePattern.of(exactly.toString())).isEqualTo(exactly);
        for (String other : new String[]{"", "x", "/a/b/c", "https://a.org/xZy=1", "https://a.org/x?y=12", "ls a",
            "git",
            "git log -p", "rm", "rm a b", scope.resource() + "x", "x" + scope.resource()}) {
            if (!other.equals(scope.resource())) {
                assertThat(exactly.matches(scope.withResource(other))).as(other).isFalse();
            }
        }
    }
}
