package dev.qwenagent.tools.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {

    @TempDir
    Path folder;
    private Path root;
    private Path outside;
    private Workspace workspace;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(folder.toRealPath().resolve("root"));
        outside = Files.createDirectories(folder.toRealPath().resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.createDirectories(root.resolve("docs"));
        Files.writeString(root.resolve("docs/a.txt"), "a");
        workspace = Workspace.of(root);
    }

    private String name(String text) {
        return workspace.resolve(text).canonicalName();
    }

    @Test
    void everySpellingHasOneName() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), root.resolve("docs"));

        assertThat(name("docs/a.txt")).isEqualTo(root + "/docs/a.txt");
        assertThat(name(" ./docs/../docs//a.txt ")).isEqualTo(root + "/docs/a.txt");
        assertThat(name(root + "/docs/a.txt")).isEqualTo(root + "/docs/a.txt");
        assertThat(name("link/a.txt")).isEqualTo(root + "/docs/a.txt");
        assertThat(name("link/new/b.txt")).isEqualTo(root + "/docs/new/b.txt");
        assertThat(name("")).isEqualTo(root.toString());
        assertThat(name(".")).isEqualTo(root.toString());
    }

    @Test
    void aRootBehindALinkIsItsRealFolder() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("shortcut"), root);

        assertThat(Workspace.of(link).root()).isEqualTo(root);
        assertThat(Workspace.of(link).resolve(link + "/docs/a.txt").canonicalName()).isEqualTo(root + "/docs/a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../outside/secret.txt", "docs/../../outside/secret.txt", "/etc/passwd", "/"})
    void whatLeadsOutIsRefused(String text) {
        assertThatThrownBy(() -> workspace.resolve(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text + " is outside of the folder that can be used");
    }

    @Test
    void linksThatLeadOutAreRefusedAtAnyPlace() throws IOException {
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("docs/folder"), outside);
        Files.createSymbolicLink(root.resolve("two"), Path.of("docs/folder"));

        for (String text : new String[]{"file", "docs/folder", "docs/folder/secret.txt", "docs/folder/new.txt",
            "two/secret.txt"}) {
            assertThatThrownBy(() -> workspace.resolve(text)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("is outside of the folder that can be used");
        }
    }

    @Test
    void aSiblingWithTheSameBeginningIsOutside() throws IOException {
        Files.createDirectories(folder.resolve("root-2"));

        assertThatThrownBy(() -> workspace.resolve("../root-2/a")).hasMessageContaining("outside");
    }

    @Test
    void linksToNothingAndRoundInCirclesAreRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("not-yet"));
        Files.createSymbolicLink(root.resolve("circle"), root.resolve("circle"));

        assertThatThrownBy(() -> workspace.resolve("dangling")).hasMessage("dangling leads through a link to nothing");
        assertThatThrownBy(() -> workspace.resolve("circle/a")).hasMessage("circle/a leads through a link to nothing");
    }

    @Test
    void whatIsNoPathIsRefused() {
        assertThatThrownBy(() -> workspace.resolve("a\0b")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a path");
    }

    @Test
    void aRootHasToBeAFolder() {
        assertThatThrownBy(() -> Workspace.of(root.resolve("nowhere"))).isInstanceOf(AgentException.class)
                .hasMessageContaining("there is no such folder");
        assertThatThrownBy(() -> Workspace.of(root.resolve("docs/a.txt"))).isInstanceOf(AgentException.class)
                .hasMessageContaining("is a file and cannot be used as root");
    }
}
