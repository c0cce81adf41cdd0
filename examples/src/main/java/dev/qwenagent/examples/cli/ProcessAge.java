package dev.qwenagent.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** How long this process has been running; with a launcher that becomes the JVM, since the launcher was started. */
final class ProcessAge {

    /** Ticks of the kernel's process table; the same on every Linux. */
    private static final long TICKS_PER_SECOND = 100;

    /** Number of the start's column, counted after the command's name in brackets. */
    private static final int START = 19;

    private ProcessAge() {}

    /** The age, to a hundredth of a second on Linux; elsewhere as exact as the JVM knows it. */
    static Duration now() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] columns = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double uptime = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
            return Duration.ofMillis(Math.round(uptime * 1000)
                    - Long.parseLong(columns[START]) * 1000 / TICKS_PER_SECOND);
        } catch (IOException | RuntimeException e) {
            Instant now = Instant.now();
            return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
        }
    }
}
