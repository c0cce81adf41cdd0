package dev.qwenagent.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers in processes of their own are killed, or stand still. */
class DeadWorkerTest {

    private static final Duration LEASE = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals that kill a process")
    void runOfAKilledWorkerIsTakenOverWithAllThatItHadWritten(JournalPlace place) throws Exception {
        String where = place.in(folder);
        int written;
        try (var worker = WorkerProcess.beginning(where, "r", LEASE)) {
            worker.waitFor("wrote 25");
            written = Math.max(25, worker.kill());
        }
        try (var journal = Journals.open(where, JournalSettings.plain()); RunWriter writer = claim(journal, "r")) {
            List<JournalEntry> entries = journal.read("r");
            // The beginning, and each call; one more may be there that it had no time to tell.
            assertThat(entries.size()).isBetween(written + 1, written + 2);
            writer.append(JournalSamples.ended("r"));
            assertThat(journal.verify("r").isSound()).isTrue();
        }
    }

    /** Until the dead worker's lease has run out; the test ends in time or the build does. */
    private static RunWriter claim(RunArchive journal, String run) throws InterruptedException {
        for (int tries = 0;; tries++) {
            try {
                return journal.claim(run);
            } catch (RunTakenException e) {
                if (tries == 600) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    @Test
    void fileIsLockedAgainstOtherProcessesAlsoAfterItsOwnWasReadAndClaimedInVain() throws Exception {
        String where = folder.resolve("runs").toString();
        try (var journal = Journals.open(where, JournalSettings.plain()); RunWriter writer = journal.begin("r")) {
            writer.append(JournalSamples.began("r"));
            journal.read("r");
            journal.runs();
            assertThatThrownBy(() -> journal.claim("r")).isInstanceOf(RunTakenException.class);
            try (var other = WorkerProcess.claiming(where, "r", LEASE)) {
                assertThat(other.waitFor("lost ")).contains("another worker");
            }
        }
        try (var other = WorkerProcess.claiming(where, "r", LEASE)) {
            other.waitFor("claimed");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals that stop a process")
    void workerThatStoodStillWhileItsRunPassedOnCannotWrite() throws Exception {
        String where = JournalPlace.POSTGRESQL.in(folder);
        try (var worker = WorkerProcess.beginning(where, "r", LEASE);
                var journal = Journals.open(where, JournalSettings.plain())) {
            worker.waitFor("wrote 3");
            worker.signal("STOP");
            try (RunWriter writer = claim(journal, "r")) {
                writer.append(JournalSamples.turn("r", 2));
                int entries = journal.read("r").size();
                worker.signal("CONT");
                assertThat(worker.waitFor("lost ")).contains("r");
                assertThat(journal.read("r")).hasSize(entries);
                writer.append(JournalSamples.ended("r"));
            }
            assertThat(journal.verify("r").isSound()).isTrue();
        }
    }
}
