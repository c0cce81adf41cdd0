package dev.qwenagent.examples.cli.model;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a measurement was made on. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** System, processor and how many of them the JVM may use. */
    static String hardware() {
        return "%s %s, %s%d processors".formatted(System.getProperty("os.name"), System.getProperty("os.arch"),
                processor(), Runtime.getRuntime().availableProcessors());
    }

    /** The JVM with its flags. */
    static String java() {
        return "%s, %s; flags: %s".formatted(Runtime.version(), System.getProperty("java.vendor"),
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    }

    /** Its name where the system tells it in a file, with a comma; else nothing. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", ")
                    .orElse("");
        } catch (IOException noSuchFile) {
            return "";
        }
    }
}
