package dev.qwenagent.examples.cli;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.examples.cli.config.ConfigFile;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.CacheFolder;
import dev.qwenagent.local.DemoModel;
import dev.qwenagent.local.LocalModelException;
import dev.qwenagent.local.kernel.KernelProvider;
import dev.qwenagent.runtime.Agents;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Everything that {@code doctor} looks at. */
final class Checkups {

    private static final int OLDEST_JAVA = 25;
    private static final int MEGABYTE = 1 << 20;
    /** What the demo model and its libraries need, with room to spare. */
    private static final int LEAST_HEAP_MEGABYTES = 128;

    private final Shell shell;
    private final ServerCheckups servers;

    Checkups(Shell shell, ServerCheckups servers) {
        this.shell = shell;
        this.servers = servers;
    }

    List<Checkup> all() {
        return List.of(
                new Checkup("Java", () -> List.of(java())),
                new Checkup("vectors", () -> List.of(vectors())),
                new Checkup("kernels", () -> List.of(Finding.ok("kernels", KernelProvider.description()))),
                new Checkup("memory", () -> List.of(memory())),
                new Checkup("demo model", () -> List.of(demoModel())),
                new Checkup("generation", () -> List.of(generation())),
                new Checkup("keys", servers::keys),
                new Checkup("endpoints", servers::endpoints),
                new Checkup("settings", this::settings),
                new Checkup("data", () -> List.of(data())),
                new Checkup("terminal", () -> List.of(terminal())));
    }

    private static Finding java() {
        String found = Runtime.version() + ", " + System.getProperty("java.vendor");
        return Runtime.version().feature() >= OLDEST_JAVA ? Finding.ok("Java", found)
                : Finding.missing("Java", found + "; install a JDK " + OLDEST_JAVA + " or later");
    }

    private static Finding vectors() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? Finding.ok("vectors", "the module jdk.incubator.vector is there")
                : Finding.warn("vectors",
                        "the module jdk.incubator.vector is not there, models run slowly; start the JVM"
                                + " with --add-modules jdk.incubator.vector");
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory() / MEGABYTE;
        String found = heap + " MB heap at most, " + Runtime.getRuntime().availableProcessors() + " processors";
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            found += ", " + system.getTotalMemorySize() / MEGABYTE + " MB in the machine, of which "
                    + system.getFreeMemorySize() / MEGABYTE + " MB are free for a model's file";
        }
        return heap >= LEAST_HEAP_MEGABYTES ? Finding.ok("memory", found)
                : Finding.warn("memory", found + "; give the JVM more with QWEN_AGENT_JAVA_OPTS=-Xmx512m");
    }

    private Finding demoModel() {
        Path cache = CacheFolder.of(shell.environment());
        try {
            Path file = DemoModel.file(cache);
            return Finding.ok("demo model", file + ", its checksum is right");
        } catch (LocalModelException e) {
            return Finding.missing("demo model", e.getMessage());
        }
    }

    private Finding generation() {
        try (Agent agent = Agents.builder().model(shell.models().apply(DemoModel.NAME)).build()) {
            AgentResult result = agent.run("Hello!");
            Integer tokens = result.usage().outputTokenCount();
            double seconds = result.duration().toNanos() / 1e9;
            return Finding.ok("generation", String.format(Locale.ROOT, "the demo model says '%s' (%d tokens in %.2f s)",
                    result.text(), tokens, seconds));
        } catch (AgentException e) {
            return Finding.missing("generation", "the demo model does not answer: " + e.getMessage());
        }
    }

    private List<Finding> settings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(settings(shell.folders().userConfig(), ConfigFile::ofUser));
        findings.add(settings(shell.folders().projectConfig(), ConfigFile::ofProject));
        return findings;
    }

    private static Finding settings(Path path, Function<Path, ConfigFile> reader) {
        try {
            ConfigFile file = reader.apply(path);
            return Finding.ok("settings", Files.exists(path)
                    ? path + ", " + file.values().size() + " keys"
                    : path + " is not there, and need not be");
        } catch (UsageException e) {
            return Finding.missing("settings", e.getMessage());
        }
    }

    private Finding data() {
        Path existing = shell.folders().data();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.isDirectory(existing) && Files.isWritable(existing)
                ? Finding.ok("data", shell.folders().data() + " takes conversations, notes and history")
                : Finding.warn("data", existing + " cannot be written, so nothing can be kept; set XDG_DATA_HOME to a"
                        + " folder that can");
    }

    private Finding terminal() {
        var terminal = shell.terminal();
        String streams = "input " + word(terminal.isInput()) + ", output " + word(terminal.isOutput()) + ", errors "
                + word(terminal.isError());
        return terminal.keyboard().isPresent() ? Finding.ok("terminal", streams)
                : Finding.warn("terminal", streams + "; there is none to ask on, so whatever a rule asks is denied");
    }

    private static String word(boolean isTerminal) {
        return isTerminal ? "terminal" : "file or pipe";
    }
}
