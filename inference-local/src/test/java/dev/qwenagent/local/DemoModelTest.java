package dev.qwenagent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoModelTest {

    private static final Path HOME = Path.of("home").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void modelIsCopiedOnceAndFoundAfterwards() throws IOException {
        Path file = DemoModel.file(folder.resolve("new/folder"));
        assertThat(file).hasSize(4_603_552);
        FileTime before = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, before);
        assertThat(DemoModel.file(folder.resolve("new/folder"))).isEqualTo(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        assertThat(filesIn(file.getParent())).containsExactly(file);
    }

    @Test
    void damagedOrTruncatedCopyIsReplaced() throws IOException {
        Path file = DemoModel.file(folder);
        byte[] content = Files.readAllBytes(file);
        byte[] damaged = content.clone();
        damaged[damaged.length / 2] ^= 1;
        for (byte[] wrong : List.of(damaged, new byte[0], new byte[]{'G', 'G', 'U', 'F'})) {
            Files.write(file, wrong);
            assertThat(DemoModel.file(folder)).hasBinaryContent(content);
        }
    }

    @Test
    void manyAtOnceAllGetTheWholeModel() throws Exception {
        List<Future<Path>> files = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                files.add(threads.submit(() -> DemoModel.file(folder)));
            }
        }
        for (Future<Path> file : files) {
            assertThat(file.get()).hasSize(4_603_552);
        }
        assertThat(filesIn(folder)).hasSize(1);
    }

    @Test
    void folderThatCannotBeMadeIsNamedWithTheRemedy() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThatThrownBy(() -> DemoModel.file(file)).isInstanceOf(LocalModelException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("QWEN_AGENT_CACHE");
    }

    @Test
    void homeIsTheOneThatThePersonSet() {
        Path systems = Path.of(System.getProperty("user.home"));
        assertThat(CacheFolder.home(Map.of("HOME", HOME.toString()))).isEqualTo(HOME);
        assertThat(CacheFolder.home(Map.of("HOME", "relative"))).isEqualTo(systems);
        assertThat(CacheFolder.home(Map.of())).isEqualTo(systems);
    }

    @Test
    void cacheFolderFollowsTheSystemsCustom() {
        assertThat(CacheFolder.of(Map.of("QWEN_AGENT_CACHE", "/q", "XDG_CACHE_HOME", "/x"), "Linux", HOME))
                .isEqualTo(Path.of("/q"));
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", HOME + "/x"), "Linux", HOME))
                .isEqualTo(HOME.resolve("x/qwen-agent"));
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "relative"), "Linux", HOME))
                .isEqualTo(HOME.resolve(".cache/qwen-agent"));
        assertThat(CacheFolder.of(Map.of("QWEN_AGENT_CACHE", ""), "Linux", HOME))
                .isEqualTo(HOME.resolve(".cache/qwen-agent"));
        assertThat(CacheFolder.of(Map.of(), "Mac OS X", HOME)).isEqualTo(HOME.resolve("Library/Caches/qwen-agent"));
        assertThat(CacheFolder.of(Map.of("LOCALAPPDATA", "/local"), "Windows 11", HOME))
                .isEqualTo(Path.of("/local/qwen-agent/cache"));
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
