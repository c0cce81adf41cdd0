package dev.qwenagent.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A project as small as the launcher can start: its script, a pom, one source file, a JDK and a Maven that are scripts,
 * and a PATH that holds nothing else of this machine but the tools the launcher uses.
 */
final class LauncherFixture {

    /** What a start of the launcher came to. */
    record Outcome(int exitCode, String out, String err) {}

    private static final List<String> TOOLS = List.of("awk", "cat", "date", "find", "mkdir", "mv", "readlink", "rm",
            "rmdir", "sed", "sh", "sleep", "touch");

    /** Prints how it was called; as a class-data dump or training run it only succeeds. */
    private static final String JAVA = """
            #!/bin/sh
            case "$*" in *-Xshare:dump*|*-XX:DumpLoadedClassList*) exit 0 ;; esac
            echo "cwd=$(pwd -P)"
            echo "options=${QWEN_AGENT_JAVA_OPTS:-}"
            echo "pid=$$"
            while [ "$1" != -jar ]; do echo "flag=$1"; shift; done
            shift 2
            for argument; do printf '<%s>\\n' "$argument"; done
            case "${1:-}" in --exit) exit "$2" ;; esac
            """;

    private static final String MAVEN = """
            #!/bin/sh
            case "$*" in *-version*) echo "Apache Maven 3.8.7"; exit 0 ;; esac
            echo "$JAVA_HOME $*" >> maven-calls
            echo '[INFO] Building Some Module 0.1.0-SNAPSHOT       [1/2]'
            if [ -f broken ]; then
                echo '[ERROR] /src/A.java:[3,5] cannot find symbol'
                exit 1
            fi
            [ ! -f slow ] || sleep 1
            mkdir -p examples/target/lib && touch examples/target/qwen-agent.jar
            """;

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();

    LauncherFixture(Path temporary) throws IOException {
        folder = temporary.toRealPath().resolve("a project");
        Path module = Files.createDirectories(project().resolve("examples/src/main/java")).getParent().getParent();
        Files.copy(Path.of("..", "qwen-agent"), launcher());
        executable(launcher());
        Files.writeString(project().resolve("pom.xml"), "<project/>");
        Files.writeString(module.getParent().resolve("pom.xml"), "<project/>");
        Files.writeString(source(), "class A {}");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            script(tools.resolve(tool), "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(onPath(tool)));
        }
        script(tools.resolve("mvn"), MAVEN);
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("QWEN_AGENT_JDK_PLACES", folder.resolve("jdks").toString());
    }

    Path folder() {
        return folder;
    }

    Path project() {
        return folder.resolve("the clone");
    }

    Path launcher() {
        return project().resolve("qwen-agent");
    }

    Path source() {
        return project().resolve("examples/src/main/java/A.java");
    }

    LauncherFixture with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve("jdks").resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"),
                "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        script(home.resolve("bin/java"), JAVA);
        return home;
    }

    /** How often Maven was asked to build. */
    List<String> builds() throws IOException {
        Path calls = project().resolve("maven-calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** Gives the file a time that no build of this test can have. */
    void edit(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3600)));
    }

    Outcome start(String... arguments) throws IOException, InterruptedException {
        return startAs(launcher(), folder, arguments);
    }

    Outcome startAs(Path command, Path workingFolder, String... arguments) throws IOException, InterruptedException {
        return outcome(process(command, workingFolder, arguments));
    }

    Process process(Path command, Path workingFolder, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(workingFolder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Outcome outcome(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String out = text(process.getInputStream());
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the launcher did not end within 30 s; it had printed: " + out);
        }
        return new Outcome(process.exitValue(), out, err.join());
    }

    static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path onPath(String tool) {
        for (String place : System.getenv("PATH").split(":")) {
            Path candidate = Path.of(place, tool);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("the launcher's test needs " + tool + " on the PATH");
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
