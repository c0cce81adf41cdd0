package dev.qwenagent.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.builtin.FileTools;
import dev.qwenagent.tools.builtin.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Paths that want to lead elsewhere, on the real file system. The rules: {@code open} may be used, {@code private} not. */
@Timeout(120)
class PathAttackTest {

    private static final String SECRET = "the secret that nobody may read";
    private static final int CALLS_UNDER_SWAP = 300;

    @TempDir
    private Path temporary;
    private Path root;
    private Path outside;

    @BeforeEach
    void layOut() throws IOException {
        Path real = temporary.toRealPath();
        root = Files.createDirectories(real.resolve("work"));
        outside = Files.createDirectories(real.resolve("outside"));
        Files.writeString(outside.resolve("key.txt"), SECRET);
        Files.createDirectories(root.resolve("open"));
        Files.writeString(root.resolve("open/hello.txt"), "hello");
        Files.createDirectories(root.resolve("private"));
        Files.writeString(root.resolve("private/key.txt"), SECRET);
    }

    private AgentBuilder agent() {
        return agent(root);
    }

    private AgentBuilder agent(Path folder) {
        return Agents.builder()
                .tools(new FileTools(Workspace.of(folder)))
                .allow("file.*:" + root + "/**")
                .deny("file.*:" + root + "/private/**");
    }

    private void nothingWasGot(List<String> results) {
        assertThat(results).isNotEmpty().allSatisfy(result -> {
            assertThat(result).matches("(?s)(Denied|error): .*").doesNotContain(SECRET);
        });
        assertThat(outside.resolve("key.txt")).hasContent(SECRET);
        assertThat(outside).isDirectoryContaining(path -> path.endsWith("key.txt"));
        assertThat(outside.toFile().list()).hasSize(1);
    }

    @Test
    void theFolderItselfCanBeUsed() {
        assertThat(Attempt.of(agent(), "read_file", "{\"path\": \"open/hello.txt\"}")).isEqualTo("hello");
    }

    @Test
    void dotsDoNotLeadOutOrIntoADeniedFolder() {
        List<String> paths = List.of("../outside/key.txt", "open/../../outside/key.txt", "open/../private/key.txt",
                "./private/./key.txt", "open//..//private//key.txt", root + "/../outside/key.txt",
                root + "/open/../private/key.txt", "private/../private/key.txt", "..", "/etc/passwd", "/",
                "open/./../../outside/key.txt", "..\\outside\\key.txt", "open\\..\\private\\key.txt",
                "%2e%2e/outside/key.txt", "..%2foutside/key.txt", "open/..;/private/key.txt", "~/key.txt",
                "file://" + outside + "/key.txt", "private/key.txt\0.md", "\u2025/outside/key.txt",
                " ../outside/key.txt");
        nothingWasGot(Attempt.each(agent(), "read_file", "path", paths));
        nothingWasGot(Attempt.all(agent(), paths.subList(0, 12)
                .stream()
                .map(path -> ScriptedReply.call("write_file",
                        "{\"path\": " + Attempt.quoted(path) + ", \"text\": \"x\"}"))
                .toArray(ScriptedReply[]::new)));
        assertThat(root.resolve("private/key.txt")).hasContent(SECRET);
    }

    @Test
    void symbolicLinksAreJudgedByWhereTheyLead() throws IOException {
        Files.createSymbolicLink(root.resolve("open/file"), outside.resolve("key.txt"));
        Files.createSymbolicLink(root.resolve("open/folder"), outside);
        Files.createSymbolicLink(root.resolve("open/inside"), root.resolve("private"));
        Files.createSymbolicLink(root.resolve("open/relative"), Path.of("../private/key.txt"));
        Files.createSymbolicLink(root.resolve("open/chain"), root.resolve("open/folder"));
        Files.createSymbolicLink(root.resolve("open/new"), outside.resolve("new.txt"));
        nothingWasGot(Attempt.each(agent(), "read_file", "path", List.of("open/file", "open/folder/key.txt",
                "open/inside/key.txt", "open/relative", "open/chain/key.txt")));
        nothingWasGot(Attempt.each(agent(), "list_files", "path", List.of("open/folder", "open/inside", "open/chain")));
        nothingWasGot(List.of(
                Attempt.of(agent(), "write_file", "{\"path\": \"open/folder/new.txt\", \"text\": \"x\"}"),
                Attempt.of(agent(), "write_file", "{\"path\": \"open/new\", \"text\": \"x\"}"),
                Attempt.of(agent(), "write_file", "{\"path\": \"open/inside/key.txt\", \"text\": \"x\"}")));
        assertThat(root.resolve("private/key.txt")).hasContent(SECRET);
    }

    @Test
    void linkSwappedBetweenCheckAndUseByAnotherThreadLeadsNowhere() throws Exception {
        Path swapped = Files.createDirectories(root.resolve("open/swapped"));
        Files.writeString(swapped.resolve("key.txt"), "harmless");
        Path parked = root.resolve("open/parked");
        Path link = Files.createSymbolicLink(root.resolve("open/link"), outside);
        AtomicBoolean isOver = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> {
            for (int i = 0; !isOver.get(); i++) {
                isMoved(swapped, parked);
                isMoved(link, swapped);
                isMoved(swapped, link);
                if (!isMoved(parked, swapped)) {
                    // The tool made the folder while it was away.
                    isMoved(swapped, root.resolve("open/made-" + i));
                    isMoved(parked, swapped);
                }
            }
        });
        List<ScriptedReply> calls = new ArrayList<>();
        for (int i = 0; i < CALLS_UNDER_SWAP; i++) {
            calls.add(ScriptedReply.call("read_file", "{\"path\": \"open/swapped/key.txt\"}")
                    .andCall("write_file", "{\"path\": \"open/swapped/made/" + i + "/a.txt\", \"text\": \"x\"}")
                    .andCall("write_file", "{\"path\": \"open/swapped/b" + i + ".txt\", \"text\": \"x\"}")
                    .andCall("list_files", "{\"path\": \"open/swapped\"}"));
        }
        List<String> results;
        try {
            results = Attempt.all(agent(), calls.toArray(ScriptedReply[]::new));
        } finally {
            isOver.set(true);
            swapper.join();
        }
        assertThat(results).hasSize(4 * CALLS_UNDER_SWAP).noneMatch(result -> result.contains(SECRET));
        assertThat(outside.resolve("key.txt")).hasContent(SECRET);
        assertThat(outside.toFile().list()).containsExactly("key.txt");
    }

    private static boolean isMoved(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void anotherCaseIsAnotherName() {
        assumeTrue(Files.notExists(root.resolve("PRIVATE")), "the file system tells cases apart");
        nothingWasGot(Attempt.each(agent(), "read_file", "path", List.of("PRIVATE/key.txt", "Private/Key.txt",
                "private/KEY.TXT", "prıvate/key.txt")));
    }

    @Test
    void unicodeFormsOfANameAreOneName() throws IOException {
        Files.writeString(root.resolve("open/\u00e9.txt"), SECRET);
        Files.writeString(root.resolve("open/u\u0308.txt"), SECRET);
        AgentBuilder agent = agent().deny("file.read:" + root + "/open/e\u0301.txt");
        nothingWasGot(Attempt.each(agent, "read_file", "path",
                List.of("open/\u00e9.txt", "open/e\u0301.txt", "open/u\u0308.txt", "open/\u00fc.txt")));
        Files.createSymbolicLink(root.resolve("open/link"), root.resolve("open/u\u0308.txt"));
        assertThat(Attempt.of(agent(), "read_file", "{\"path\": \"open/link\"}")).contains("normal form C");
    }

    @Test
    void procSelfLeadsNowhere() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/root")), "there is a /proc");
        Files.createSymbolicLink(root.resolve("open/self"), Path.of("/proc/self/root"));
        nothingWasGot(Attempt.each(agent(), "read_file", "path", List.of("/proc/self/root" + outside + "/key.txt",
                "/proc/self/cwd/key.txt", "/proc/self/environ", "/proc/self/fd/0", "open/self" + outside + "/key.txt",
                "open/self/etc/passwd")));
        nothingWasGot(Attempt.each(agent(Path.of("/")), "read_file", "path",
                List.of("/proc/self/root" + outside + "/key.txt", "proc/self/root" + root + "/private/key.txt",
                        "/proc/self/environ", "/proc/thread-self/root" + outside + "/key.txt")));
    }

    @Test
    void hardLinkIsReplacedAndTheOtherNameKeepsItsContent() throws IOException {
        Files.createLink(root.resolve("open/hard"), outside.resolve("key.txt"));
        assertThat(Attempt.of(agent(), "write_file", "{\"path\": \"open/hard\", \"text\": \"mine\"}"))
                .isEqualTo("wrote 4 bytes");
        assertThat(root.resolve("open/hard")).hasContent("mine");
        assertThat(outside.resolve("key.txt")).hasContent(SECRET);
    }

    @Test
    void devicesAndPipesAreNotOpened() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/zero")), "there are devices");
        Files.createSymbolicLink(root.resolve("open/zero"), Path.of("/dev/zero"));
        nothingWasGot(Attempt.each(agent(), "read_file", "path", List.of("open/zero", "/dev/zero", "/dev/stdin")));
        AgentBuilder devices = Agents.builder().tools(new FileTools(Workspace.of(Path.of("/dev")))).allow("file.read");
        nothingWasGot(Attempt.each(devices, "read_file", "path", List.of("zero", "/dev/random", "tty")));
        assertThat(new ProcessBuilder("mkfifo", root.resolve("open/pipe").toString()).start().waitFor()).isZero();
        assertThat(Attempt.of(agent(), "read_file", "{\"path\": \"open/pipe\"}"))
                .isEqualTo("error: open/pipe is not a regular file");
    }

    @Test
    void pathsWithoutEndAreRefused() {
        nothingWasGot(Attempt.each(agent(), "read_file", "path",
                List.of("a/".repeat(2_000_000), "../".repeat(1_000_000) + "outside/key.txt", "x".repeat(1_000_000))));
    }

    @Test
    void relativePathsAreRelativeToTheFolderWhateverTheProcessWorksIn() throws IOException {
        try (Stream<Path> here = Files.list(Path.of(""))) {
            String name = here.filter(Files::isRegularFile).findFirst().orElseThrow().toString();
            nothingWasGot(Attempt.each(agent(), "read_file", "path", List.of(name)));
        }
    }
}
