package dev.qwenagent.examples.cli.shell;

import dev.qwenagent.local.CacheFolder;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.Models;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/**
 * What surrounds a command.
 *
 * @param in standard input
 * @param out standard output, for data
 * @param err standard error, for everything else
 * @param terminal what of these is a terminal, and the keyboard
 * @param interruption tells when the person wants the process to end
 * @param folders where files are
 * @param environment the environment's variables
 * @param clock the time of day
 * @param models opens a model by its name
 */
public record Shell(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Interruption interruption,
        Folders folders,
        Map<String, String> environment,
        Clock clock,
        Function<String, AgentModel> models) {

    /** The shell that started this process. */
    public static Shell ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Shell(
                System.in,
                stream(FileDescriptor.out, System.getProperty("stdout.encoding")),
                stream(FileDescriptor.err, System.getProperty("stderr.encoding")),
                new ProcessTerminal(),
                new ProcessInterruption(),
                Folders.of(environment, CacheFolder.home(environment), Path.of("").toAbsolutePath()),
                environment,
                Clock.systemDefaultZone(),
                Models::open);
    }

    /** UTF-8 except on a Windows console, whose code page has to be met: a locale without letters must not cost an answer. */
    private static PrintStream stream(FileDescriptor descriptor, String encoding) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        Charset charset = windows && encoding != null ? Charset.forName(encoding) : StandardCharsets.UTF_8;
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }

    /** The same shell in another working folder. */
    public Shell in(Path working) {
        return new Shell(in, out, err, terminal, interruption, folders.in(working), environment, clock, models);
    }

    /** Whether a variable is set to something. */
    public boolean has(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }
}
