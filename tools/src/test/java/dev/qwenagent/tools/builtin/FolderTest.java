package dev.qwenagent.tools.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways to hold a folder keep the same promises. */
class FolderTest {

    enum Way {
        HANDLE {
            @Override
            Folder open(Path path) throws IOException {
                return new HandleFolder(path, (SecureDirectoryStream<Path>) Files.newDirectoryStream(path));
            }
        },
        CHECKED {
            @Override
            Folder open(Path path) {
                return new CheckedFolder(path);
            }
        };

        abstract Folder open(Path path) throws IOException;
    }

    @TempDir
    Path temporary;
    private Path root;

    @BeforeEach
    void layOut() throws IOException {
        root = temporary.toRealPath();
        Files.createDirectories(root.resolve("inner"));
        Files.writeString(root.resolve("inner/a.txt"), "a");
        Files.createSymbolicLink(root.resolve("link"), root.resolve("inner"));
        Files.createSymbolicLink(root.resolve("inner/b.txt"), root.resolve("inner/a.txt"));
    }

    @ParameterizedTest
    @EnumSource
    void reachesWhatIsInIt(Way way) throws IOException {
        try (Folder folder = way.open(root); Folder inner = folder.enter(Path.of("inner"))) {
            assertThat(inner.names()).containsExactlyInAnyOrder(Path.of("a.txt"), Path.of("b.txt"));
            assertThat(inner.attributes(Path.of("a.txt")).isRegularFile()).isTrue();
            try (InputStream in = Channels.newInputStream(inner.read(Path.of("a.txt")))) {
                assertThat(in).hasContent("a");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void makesAndReplaces(Way way) throws IOException {
        try (Folder folder = way.open(root)) {
            folder.create(Path.of("made"));
            try (Folder made = folder.enter(Path.of("made"))) {
                made.replace(Path.of("c.txt"), "one".getBytes(UTF_8));
                made.replace(Path.of("c.txt"), "two".getBytes(UTF_8));
            }
        }

        assertThat(root.resolve("made")).isDirectoryContaining(path -> path.endsWith("c.txt"));
        assertThat(root.resolve("made/c.txt")).hasContent("two");
        assertThat(root.resolve("made").toFile().list()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void followsNoLink(Way way) throws IOException {
        try (Folder folder = way.open(root); Folder inner = folder.enter(Path.of("inner"))) {
            assertThat(folder.attributes(Path.of("link")).isSymbolicLink()).isTrue();
            assertThatThrownBy(() -> folder.enter(Path.of("link"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> inner.read(Path.of("b.txt"))).isInstanceOf(IOException.class);
            inner.replace(Path.of("b.txt"), "b".getBytes(UTF_8));
        }

        assertThat(root.resolve("inner/a.txt")).hasContent("a");
        assertThat(root.resolve("inner/b.txt")).hasContent("b");
    }
}
