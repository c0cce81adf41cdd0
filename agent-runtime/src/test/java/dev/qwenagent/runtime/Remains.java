package dev.qwenagent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is in this process besides objects: threads, virtual ones too, child processes with theirs, open sockets, pipes and
 * files, and the files of a folder. Two looks tell what remained.
 *
 * @param things each thing with how it is described to a person
 */
public record Remains(Map<String, String> things) {

    /** Where the one scheduler of all OkHttp clients of the process waits for its next task; what it last did is in its name. */
    private static final String WAITING_SCHEDULER = "okhttp3.internal.concurrent.TaskRunner.awaitTaskToRun";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Threads that the JDK and OkHttp keep for the whole process and start when they like; no run has one of its own. */
    private static final List<String> OF_THE_PROCESS = List.of("ForkJoinPool", "VirtualThread-", "process reaper",
            "OkHttp TaskRunner", "Okio Watchdog", "Common-Cleaner", "surefire", "Attach Listener", "JVMCI", "Signal");

    /** Looks, now. */
    public static Remains now(Path folder) {
        Map<String, String> found = new HashMap<>();
        try {
            threads(found);
            ProcessHandle.current()
                    .descendants()
                    .filter(ProcessHandle::isAlive)
                    .forEach(child -> found.put("process " + child.pid(), child.info().commandLine().orElse("")));
            descriptors(found);
            try (Stream<Path> files = Files.walk(folder)) {
                files.forEach(file -> found.put("file " + file, ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Remains(found);
    }

    private static void threads(Map<String, String> found) throws IOException {
        Path dump = Files.createTempDirectory("threads").resolve("threads.json");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
        for (JsonNode container : new ObjectMapper().readTree(dump.toFile()).at("/threadDump/threadContainers")) {
            for (JsonNode thread : container.path("threads")) {
                String name = thread.path("name").asText();
                if (OF_THE_PROCESS.stream().noneMatch(name::startsWith)) {
                    String stack = thread.path("stack")
                            .valueStream()
                            .map(JsonNode::asText)
                            .collect(Collectors.joining("\n    "));
                    if (!stack.contains(WAITING_SCHEDULER)) {
                        found.put("thread " + thread.path("tid").asText(), name + "\n    " + stack);
                    }
                }
            }
        }
        Files.delete(dump);
        Files.delete(dump.getParent());
    }

    /** Where the system shows them; elsewhere none are seen. What classes are loaded from is not the run's. */
    private static void descriptors(Map<String, String> found) throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return;
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            for (Path descriptor : open.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (!target.endsWith(".jar") && !target.startsWith("/proc/")) {
                        found.put("descriptor " + target, "");
                    }
                } catch (NoSuchFileException e) {
                    // closed since it was listed
                }
            }
        }
    }

    /** What is here and was not before. */
    public Remains since(Remains before) {
        Map<String, String> more = new LinkedHashMap<>(things);
        more.keySet().removeAll(before.things.keySet());
        return new Remains(more);
    }

    /** Waits until nothing is left that was not there before, and fails with what still is. */
    static void nothingIsLeftSince(Remains before, Path folder) throws InterruptedException {
        nothingIsLeftSince(before, folder, _ -> false);
    }

    /**
     * Waits until nothing is left that was not there before, and fails with what still is.
     *
     * @param expected things that may stay, by their name
     */
    public static void nothingIsLeftSince(Remains before, Path folder, Predicate<String> expected)
            throws InterruptedException {
        long began = System.nanoTime();
        Remains left = now(folder).since(before).without(expected);
        while (!left.things.isEmpty() && System.nanoTime() - began < PATIENCE.toNanos()) {
            Thread.sleep(20);
            left = now(folder).since(before).without(expected);
        }
        assertThat(left.things).isEmpty();
    }

    private Remains without(Predicate<String> expected) {
        Map<String, String> other = new LinkedHashMap<>(things);
        other.keySet().removeIf(expected);
        return new Remains(other);
    }
}
