package dev.qwenagent.tools.builtin;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.tools.ToolTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileToolsTest {

    @TempDir
    Path folder;
    private Path root;
    private ToolTrial tools;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(folder.toRealPath().resolve("root"));
        write("README.md", "This is the project");
        write("docs/a.txt", "buy milk");
        write("notes/plan.md", "meet Ana at 5");
        tools = ToolTrial.of(new FileTools(Workspace.of(root), new FileLimits(100, 50, 4)));
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }

    private String list(String path) throws InterruptedException {
        return tools.text("list_files", "{\"path\": \"" + path + "\"}");
    }

    private String read(String path) throws InterruptedException {
        return tools.text("read_file", "{\"path\": \"" + path + "\"}");
    }

    private String write(String path) throws InterruptedException {
        return tools.text("write_file", "{\"path\": \"" + path + "\", \"text\": \"hello world\"}");
    }

    @Test
    void listsFilesBelowAFolderByTheirPathsFromTheRoot() throws InterruptedException {
        assertThat(list(".")).isEqualTo("README.md, docs/a.txt, notes/plan.md");
        assertThat(list("docs")).isEqualTo("docs/a.txt");
        assertThat(list(root.toString())).isEqualTo("README.md, docs/a.txt, notes/plan.md");
    }

    @Test
    void hiddenFilesAndBuildOutputAreNotListed() throws Exception {
        write(".git/config", "");
        write(".env", "");
        write("target/classes/A.class", "");
        Files.createDirectories(root.resolve("empty"));

        assertThat(list(".")).isEqualTo("README.md, docs/a.txt, notes/plan.md");
        assertThat(list("target")).isEqualTo("target/classes/A.class");
        assertThat(list("empty")).isEqualTo("no files");
    }

    @Test
    void aLongListIsCut() throws Exception {
        write("docs/b.txt", "");
        write("docs/c.txt", "");

        assertThat(list(".")).isEqualTo("README.md, docs/a.txt, docs/b.txt, docs/c.txt, … and 1 more");
    }

    @Test
    void linksAreListedAndNotFollowed() throws Exception {
        Files.createSymbolicLink(root.resolve("docs/up"), folder);

        assertThat(list("docs")).isEqualTo("docs/a.txt, docs/up");
    }

    @Test
    void readsText() throws Exception {
        assertThat(read("README.md")).isEqualTo("This is the project");
        write("empty.txt", "");
        assertThat(read("empty.txt")).isEmpty();
        write("marked.txt", "\uFEFFÄ水");
        assertThat(read("marked.txt")).isEqualTo("Ä水");
        Files.write(root.resolve("big.txt"), "\uFEFFÄ水".getBytes(UTF_16BE));
        assertThat(read("big.txt")).isEqualTo("Ä水");
        Files.write(root.resolve("little.txt"), "\uFEFFÄ水".getBytes(UTF_16LE));
        assertThat(read("little.txt")).isEqualTo("Ä水");
    }

    @Test
    void whatIsNoTextIsNotRead() throws Exception {
        Files.write(root.resolve("image.png"), new byte[]{(byte) 0x89, 'P', 'N', 'G'});
        Files.write(root.resolve("zeros.bin"), new byte[4]);

        assertThat(read("image.png")).isEqualTo("error: image.png is not a text file in UTF-8 or UTF-16");
        assertThat(read("zeros.bin")).isEqualTo("error: zeros.bin is not a text file in UTF-8 or UTF-16");
    }

    @Test
    void sizesAreLimited() throws Exception {
        write("full.txt", "x".repeat(100));
        write("over.txt", "x".repeat(101));

        assertThat(read("full.txt")).hasSize(100);
        assertThat(read("over.txt")).isEqualTo("error: over.txt has 101 bytes, more than the 100 that can be read");
        assertThat(tools.text("write_file", "{\"path\": \"a\", \"text\": \"" + "x".repeat(51) + "\"}"))
                .isEqualTo("error: the text has 51 bytes, more than the 50 that can be written");
    }

    @Test
    void saysWhatIsNotThere() throws InterruptedException {
        assertThat(read("nowhere.txt")).isEqualTo("error: there is no file nowhere.txt");
        assertThat(read("no/where.txt")).isEqualTo("error: there is no file no/where.txt");
        assertThat(list("nowhere")).isEqualTo("error: there is no folder nowhere");
        assertThat(read("docs")).isEqualTo("error: docs is a folder; list it with list_files");
        assertThat(read(".")).isEqualTo("error: . is a folder; name a file in it");
        assertThat(list("README.md")).startsWith("error: a part of README.md is a file, not a folder");
        assertThat(read("../outside")).isEqualTo("error: path: ../outside is outside of the folder that can be used");
    }

    @Test
    void writesAndOverwritesWithItsFolders() throws Exception {
        assertThat(write("out/deep/hello.txt")).isEqualTo("wrote 11 bytes");
        assertThat(root.resolve("out/deep/hello.txt")).hasContent("hello world");
        assertThat(write("README.md")).isEqualTo("wrote 11 bytes");
        assertThat(root.resolve("README.md")).hasContent("hello world");
        assertThat(tools.text("write_file", "{\"path\": \"b\", \"text\": \"水\"}")).isEqualTo("wrote 3 bytes");
        assertThat(Files.list(root)).extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrder("README.md", "docs", "notes", "out", "b");
    }

    @Test
    void aFolderIsNotOverwritten() throws InterruptedException {
        assertThat(write("docs")).isEqualTo("error: docs is a folder; name a file in it");
        assertThat(write("README.md/a")).startsWith("error: a part of README.md/a is a file");
    }

    @Test
    void permissionsOutliveOverwriting() throws Exception {
        Files.setPosixFilePermissions(root.resolve("README.md"), PosixFilePermissions.fromString("rwxr-x---"));

        write("README.md");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("README.md"))))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void theScopeIsTheRealPath() throws Exception {
        Files.createSymbolicLink(root.resolve("link"), root.resolve("docs"));

        assertThat(tools.scopes("read_file", "{\"path\": \"link/../link/a.txt\"}"))
                .containsExactly("file.read:" + root + "/docs/a.txt");
        assertThat(tools.scopes("list_files", "{\"path\": \".\"}")).containsExactly("file.list:" + root);
        assertThat(tools.scopes("write_file", "{\"path\": \"link/new.txt\", \"text\": \"\"}"))
                .containsExactly("file.write:" + root + "/docs/new.txt");
    }

    @Test
    void whatBecomesALinkAfterItWasJudgedIsNotFollowed() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("a.txt"), "secret");
        var readFile = (BoundCall) tools.bind("read_file", "{\"path\": \"docs/a.txt\"}");
        var list = (BoundCall) tools.bind("list_files", "{\"path\": \"docs\"}");
        var write = (BoundCall) tools.bind("write_file", "{\"path\": \"docs/a.txt\", \"text\": \"x\"}");
        var readPlan = (BoundCall) tools.bind("read_file", "{\"path\": \"notes/plan.md\"}");
        Files.move(root.resolve("docs"), root.resolve("moved"));
        Files.createSymbolicLink(root.resolve("docs"), outside);
        Files.delete(root.resolve("notes/plan.md"));
        Files.createSymbolicLink(root.resolve("notes/plan.md"), outside.resolve("a.txt"));

        for (BoundCall call : new BoundCall[]{readFile, list, write, readPlan}) {
            assertThat(tools.outcome(call).textForModel()).startsWith("error: ").doesNotContain("secret");
        }
        assertThat(outside.resolve("a.txt")).hasContent("secret");
    }
}
