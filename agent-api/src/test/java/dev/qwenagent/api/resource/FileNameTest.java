package dev.qwenagent.api.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource({"/a/b,/a/b", "/a//b,/a/b", "/a/./b,/a/b", "/a/././/b/,/a/b", "/a/.,/a", "/,/", "//,/", "a/b,a/b",
        "/a/.b,/a/.b", "/a/..b,/a/..b", "/e\u0301,/\u00e9"})
    void everySpellingHasOneName(String text, String canonical) {
        assertThat(FileName.canonical(text)).isEqualTo(canonical);
        assertThat(FileName.canonical(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "..", "../a", "/a/..", "a\\..\\b", "/a\0b"})
    void whatLeadsUpwardsIsRefused(String text) {
        assertThatThrownBy(() -> FileName.canonical(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without .. and NUL");
        assertThatThrownBy(() -> new Scope("file", "read", text).canonical())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void denialIsNotEscapedByAnotherSpelling() {
        ScopePattern denied = ScopePattern.of("file.read:/data//secret/./**");
        assertThat(denied.matches(Scope.of("file.read:/data/./secret//key").canonical())).isTrue();
        assertThat(denied.matches(Scope.of("file.read:/data/secret/").canonical())).isTrue();
    }

    @Test
    void namesWithoutEndAreRefused() {
        for (String family : new String[]{"file", "net", "process", "notes"}) {
            assertThatThrownBy(() -> new Scope(family, "read", "x".repeat(100_000)).canonical())
                    .hasMessageContaining("at most 65536 characters");
        }
    }
}
