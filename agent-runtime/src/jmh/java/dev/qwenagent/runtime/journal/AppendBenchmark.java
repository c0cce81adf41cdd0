package dev.qwenagent.runtime.journal;

import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to write down that a call begins and to have it on the disk: one entry, one append, forced. The server is a
 * PostgreSQL of this machine. A sample is one append; the median is its 50th percentile.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class AppendBenchmark {

    /** Where the journal is. */
    @Param({"FILES", "SQLITE", "H2", "POSTGRESQL"})
    public String place;

    /** What is done to what is written. */
    @Param({"plain", "signed and encrypted"})
    public String protection;

    private Path folder;
    private RunArchive journal;
    private RunWriter writer;
    private List<JournalEntry> entry;

    /** Begins a run. */
    @Setup
    public void begin() throws IOException {
        folder = Files.createTempDirectory("append");
        JournalKeys keys = JournalKeys.of(JournalKey.createIn(folder.resolve("journal.key")));
        JournalSettings plain = JournalSettings.plain();
        journal = Journals.open(JournalPlace.valueOf(place).in(folder),
                protection.equals("plain") ? plain : plain.signedBy(keys).encryptedBy(keys));
        writer = journal.begin("r");
        entry = List.of(JournalSamples.call("r", new CallPlace(1, 1), "{\"path\": \"docs/report.md\", \"lines\": 200}"));
    }

    /** Gives it back and deletes it. */
    @TearDown
    public void end() throws IOException {
        writer.close();
        journal.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Writes one entry. */
    @Benchmark
    public void append() {
        writer.append(entry);
    }
}
