package dev.qwenagent.runtime.journal;

import static dev.qwenagent.runtime.journal.JournalSamples.AT;
import static dev.qwenagent.runtime.journal.JournalSamples.began;
import static dev.qwenagent.runtime.journal.JournalSamples.ended;
import static dev.qwenagent.runtime.journal.JournalSamples.oneOfEach;
import static dev.qwenagent.runtime.journal.JournalSamples.turn;
import static dev.qwenagent.runtime.journal.JournalSamples.whole;
import static dev.qwenagent.runtime.journal.JournalSamples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunSummary.State;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds wherever a journal is kept. */
class JournalContractTest {

    private static final JournalKeys KEYS = JournalKeys.of(JournalKey.parse("ab".repeat(32)));

    @TempDir
    private Path folder;

    private static RunArchive open(String place) {
        return Journals.open(place, JournalSettings.plain());
    }

    @ParameterizedTest
    @EnumSource
    void everyEntryIsReadBackAsItWasWritten(JournalPlace place) {
        try (var journal = open(place.in(folder))) {
            write(journal, oneOfEach());
            assertThat(journal.read("r")).isEqualTo(oneOfEach());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyEntryIsReadBackAsItWasWrittenByAnotherProcess(JournalPlace place) {
        String where = place.in(folder);
        var settings = JournalSettings.plain().signedBy(KEYS).encryptedBy(KEYS);
        try (var journal = Journals.open(where, settings); RunWriter writer = journal.begin("r")) {
            writer.append(oneOfEach());
        }
        try (var journal = Journals.open(where, settings)) {
            assertThat(journal.read("r")).isEqualTo(oneOfEach());
            assertThat(journal.verify("r").isSound()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyCharactersAreKept(JournalPlace place) {
        String strange = "\u0000\t\"\\\u2028 é 你好 \uD83D\uDE00 half a pair: \uD83D";
        var entries = List.of(began("r", strange), ended("r"));
        try (var journal = open(place.in(folder))) {
            write(journal, entries);
            assertThat(journal.read("r")).isEqualTo(entries);
        }
    }

    @ParameterizedTest
    @EnumSource
    void runThatWasNeverWrittenIsEmpty(JournalPlace place) {
        try (var journal = open(place.in(folder))) {
            assertThat(journal.read("other")).isEmpty();
            assertThat(journal.runs()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void runThatIsNotThereCanBeNeitherClaimedNorDeletedNorVerified(JournalPlace place) {
        try (var journal = open(place.in(folder))) {
            assertThatThrownBy(() -> journal.claim("x")).isInstanceOf(AgentException.class).hasMessageContaining("x");
            assertThatThrownBy(() -> journal.delete("x")).isInstanceOf(AgentException.class).hasMessageContaining("x");
            assertThatThrownBy(() -> journal.verify("x")).isInstanceOf(AgentException.class).hasMessageContaining("x");
        }
    }

    @ParameterizedTest
    @EnumSource
    void runBeginsOnce(JournalPlace place) {
        try (var journal = open(place.in(folder))) {
            write(journal, whole("r"));
            assertThatThrownBy(() -> journal.begin("r")).isInstanceOf(AgentException.class)
                    .hasMessageContaining("already");
            assertThat(journal.read("r")).isEqualTo(whole("r"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void runIsHeldByOneAtATime(JournalPlace place) {
        String where = place.in(folder);
        try (var journal = open(where); var other = open(where)) {
            RunWriter writer = journal.begin("r");
            writer.append(began("r"));
            assertThatThrownBy(() -> other.claim("r")).isInstanceOf(RunTakenException.class);
            assertThatThrownBy(() -> other.delete("r")).isInstanceOf(RunTakenException.class);
            writer.close();
            writer.close();
            other.claim("r").close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void writerThatWasClosedWritesNothing(JournalPlace place) {
        try (var journal = open(place.in(folder))) {
            RunWriter writer = journal.begin("r");
            writer.append(began("r"));
            writer.close();
            assertThatThrownBy(() -> writer.append(ended("r"))).isInstanceOf(RunTakenException.class);
            assertThat(journal.read("r")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverClaimsARunGoesOnWhereItStood(JournalPlace place) {
        String where = place.in(folder);
        var resumed = new JournalEntry.RunResumed("r", AT, "worker 3");
        try (var journal = open(where); RunWriter writer = journal.begin("r")) {
            writer.append(List.of(began("r"), turn("r", 1)));
        }
        try (var journal = open(where); RunWriter writer = journal.claim("r")) {
            writer.append(resumed);
            writer.append(ended("r"));
            assertThat(journal.read("r")).containsExactly(began("r"), turn("r", 1), resumed, ended("r"));
            assertThat(journal.verify("r").isSound()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsAreListedWithHowTheyStand(JournalPlace place) {
        try (var journal = open(place.in(folder)); RunWriter held = journal.begin("running")) {
            held.append(began("running"));
            write(journal, List.of(began("left"), turn("left", 1)));
            write(journal, List.of(began("waits"),
                    new JournalEntry.RunSuspended("waits", AT, StopReason.SUSPENDED, "for an approval")));
            write(journal, whole("over"));
            assertThat(journal.runs()).extracting(RunSummary::runId, RunSummary::state, RunSummary::task)
                    .containsExactlyInAnyOrder(tuple("running", State.RUNNING, "Read."),
                            tuple("left", State.LEFT, "Read."), tuple("waits", State.SUSPENDED, "Read."),
                            tuple("over", State.ENDED, "Read."));
            assertThat(journal.left()).extracting(RunSummary::runId).containsExactly("left");
        }
    }

    @ParameterizedTest
    @EnumSource
    void runThatGoesOnAfterItWasPutDownCanBeLeftAgain(JournalPlace place) {
        try (var journal = open(place.in(folder))) {
            write(journal, List.of(began("r"),
                    new JournalEntry.RunSuspended("r", AT, StopReason.SUSPENDED, "for an approval")));
            assertThat(journal.left()).isEmpty();
            try (RunWriter writer = journal.claim("r")) {
                writer.append(new JournalEntry.RunResumed("r", AT, "worker 2"));
            }
            assertThat(journal.left()).extracting(RunSummary::runId).containsExactly("r");
        }
    }

    @ParameterizedTest
    @EnumSource
    void deletedRunIsGone(JournalPlace place) {
        try (var journal = open(place.in(folder))) {
            write(journal, whole("r"));
            write(journal, whole("s"));
            journal.delete("r");
            assertThat(journal.read("r")).isEmpty();
            assertThat(journal.runs()).extracting(RunSummary::runId).containsExactly("s");
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsInWhichNothingHappensAreDeletedByAge(JournalPlace place) {
        try (var journal = open(place.in(folder)); RunWriter held = journal.begin("held")) {
            held.append(began("held"));
            write(journal, whole("old"));
            write(journal, List.of(began("new"), new JournalEntry.RunEnded("new", AT.plus(Duration.ofDays(2)),
                    StopReason.ANSWERED, "Done.", null)));
            assertThat(journal.deleteQuietSince(AT.plus(Duration.ofDays(1)))).containsExactly("old");
            assertThat(journal.runs()).extracting(RunSummary::runId).containsExactlyInAnyOrder("held", "new");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sealsTellOfWhatIsGone(JournalPlace place) {
        var settings = JournalSettings.plain().anchoredIn(folder.resolve("anchors"));
        String where = place.in(folder);
        try (var journal = Journals.open(where, settings)) {
            write(journal, whole("r"));
            write(journal, whole("s"));
            journal.delete("r");
        }
        try (var behindItsBack = open(where)) {
            behindItsBack.delete("s");
        }
        try (var journal = Journals.open(where, settings)) {
            assertThat(journal.verify()).extracting(Verification::runId, Verification::isSound)
                    .containsExactly(tuple("r", true), tuple("s", false));
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptedThreadStillWritesDownWhatHappened(JournalPlace place) {
        try (var journal = open(place.in(folder)); RunWriter writer = journal.begin("r")) {
            Thread.currentThread().interrupt();
            writer.append(began("r"));
            writer.append(ended("r"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.read("r")).hasSize(2);
        } finally {
            Thread.interrupted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCallOfManyRunsAtOnceIsThere(JournalPlace place) throws Exception {
        try (var journal = open(place.in(folder))) {
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(run -> Thread.startVirtualThread(() -> {
                        try (RunWriter writer = journal.begin("run" + run)) {
                            writer.append(began("run" + run));
                            for (int call = 1; call <= 10; call++) {
                                writer.append(JournalSamples.call("run" + run, new CallPlace(1, call), "{}"));
                            }
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(journal.verify()).hasSize(8)
                    .allSatisfy(run -> assertThat(run).isInstanceOfSatisfying(Verification.Sound.class,
                            sound -> assertThat(sound.entries()).isEqualTo(11)));
        }
    }
}
