package dev.qwenagent.runtime.journal;

import static dev.qwenagent.runtime.journal.JournalSamples.began;
import static dev.qwenagent.runtime.journal.JournalSamples.ended;
import static dev.qwenagent.runtime.journal.JournalSamples.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.runtime.journal.CuttingProxy.Cut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The way to a real PostgreSQL server is cut while a run is written. */
class CutConnectionTest {

    /** Statements are sent as text each time, so that the proxy can read them. */
    private static String through(CuttingProxy proxy) {
        return PostgresServer.freshUrl(proxy.port()) + "&prepareThreshold=0&sslmode=disable&gssEncMode=disable";
    }

    private static RunArchive open(String url, Duration lease) {
        return Journals.open(url, JournalSettings.plain().leasing(new JournalSettings.Lease("ana", lease)));
    }

    @ParameterizedTest
    @EnumSource
    void cutAtTheCommitLosesNothingAndWritesNothingTwice(Cut cut) throws Exception {
        try (var proxy = new CuttingProxy(PostgresServer.get().getPort());
                var journal = open(through(proxy), Duration.ofSeconds(6));
                RunWriter writer = journal.begin("r")) {
            writer.append(began("r"));
            proxy.cutAt("COMMIT", cut, 1);
            writer.append(List.of(turn("r", 1), turn("r", 2)));
            assertThat(proxy.cuts()).isEqualTo(1);
            writer.append(ended("r"));
            assertThat(journal.read("r")).containsExactly(began("r"), turn("r", 1), turn("r", 2), ended("r"));
            assertThat(journal.verify("r").isSound()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SILENT")
    void cutAtTheClaimTakesTheRunOnce(Cut cut) throws Exception {
        try (var proxy = new CuttingProxy(PostgresServer.get().getPort());
                var journal = open(through(proxy), Duration.ofSeconds(30))) {
            proxy.cutAt("COMMIT", cut, 1);
            try (RunWriter writer = journal.begin("r")) {
                writer.append(began("r"));
            }
            proxy.cutAt("COMMIT", cut, 1);
            try (RunWriter writer = journal.claim("r")) {
                writer.append(ended("r"));
            }
            assertThat(proxy.cuts()).isEqualTo(2);
            assertThat(journal.read("r")).containsExactly(began("r"), ended("r"));
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, "full".equals(System.getProperty("qwenagent.tests")) ? 20 : 1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cutsAnywhereLoseNothingAndWriteNothingTwice(long seed) throws Exception {
        try (var proxy = new CuttingProxy(PostgresServer.get().getPort());
                var journal = open(through(proxy), Duration.ofSeconds(30));
                RunWriter writer = journal.begin("r")) {
            List<JournalEntry> written = new ArrayList<>(List.of(began("r")));
            writer.append(written);
            proxy.cutAnywhere(8_000, seed);
            for (int call = 1; call <= 25; call++) {
                JournalEntry entry = JournalSamples.call("r", new CallPlace(1, call), "{}");
                writer.append(entry);
                written.add(entry);
            }
            proxy.cutNothing();
            assertThat(proxy.cuts()).isGreaterThan(3);
            assertThat(journal.read("r")).isEqualTo(written);
            assertThat(journal.verify("r").isSound()).isTrue();
        }
    }

    @Test
    void workerWhoseConnectionStaysCutGivesUpBeforeOthersCanHaveTheRun() throws Exception {
        try (var proxy = new CuttingProxy(PostgresServer.get().getPort());
                var journal = open(through(proxy), Duration.ofSeconds(3))) {
            RunWriter writer = journal.begin("r");
            writer.append(began("r"));
            proxy.cutAt("UPDATE", Cut.BEFORE, Integer.MAX_VALUE);
            assertThatThrownBy(() -> writer.append(turn("r", 1))).isInstanceOf(AgentException.class);
            proxy.cutAt("", Cut.BEFORE, 0);
            assertThat(journal.read("r")).containsExactly(began("r"));
            writer.close();
        }
    }
}
