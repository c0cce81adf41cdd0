package dev.qwenagent.runtime.journal;

import static dev.qwenagent.runtime.journal.JournalSamples.began;
import static dev.qwenagent.runtime.journal.JournalSamples.ended;
import static dev.qwenagent.runtime.journal.JournalSamples.turn;
import static dev.qwenagent.runtime.journal.JournalSamples.whole;
import static dev.qwenagent.runtime.journal.JournalSamples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.runtime.journal.JournalSettings.Lease;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers share a database. Its clock stands still unless a test moves it. */
class LeaseTest {

    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final long START = 1_790_000_000_000L;

    private final AtomicLong clock = new AtomicLong(START);

    @TempDir
    private Path folder;

    private void moveOn(Duration time) {
        clock.addAndGet(time.toMillis());
    }

    private DatabaseRunStore store(String url, String worker, Duration length) {
        return DatabaseRunStore.open(url, new Lease(worker, length), () -> Long.toString(clock.get()));
    }

    private RunArchive worker(String url, String name) {
        return new RunArchive(store(url, name, LENGTH), JournalSettings.plain(), RunAnchors.NONE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void runIsItsWorkersUntilTheLeaseHasRunOut(JournalPlace place) {
        String url = place.in(folder);
        try (var ana = worker(url, "ana"); var ben = worker(url, "ben"); RunWriter first = ana.begin("r")) {
            first.append(began("r"));
            moveOn(LENGTH.minusMillis(1));
            assertThatThrownBy(() -> ben.claim("r")).isInstanceOf(RunTakenException.class)
                    .hasMessageContaining("worker ana until 2026-09-21T14:13:50Z");
            moveOn(Duration.ofMillis(1));
            try (RunWriter second = ben.claim("r")) {
                second.append(ended("r"));
            }
            assertThat(ana.read("r")).containsExactly(began("r"), ended("r"));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void workerThatSleptWhileItsRunPassedOnCannotWriteAnyMore(JournalPlace place) {
        String url = place.in(folder);
        try (var ana = worker(url, "ana"); var ben = worker(url, "ben")) {
            RunWriter first = ana.begin("r");
            first.append(began("r"));
            moveOn(LENGTH);
            try (RunWriter second = ben.claim("r")) {
                assertThatThrownBy(() -> first.append(turn("r", 1))).isInstanceOf(RunTakenException.class)
                        .hasMessageContaining("worker ben");
                second.append(turn("r", 2));
            }
            assertThatThrownBy(() -> first.append(turn("r", 1))).isInstanceOf(RunTakenException.class);
            first.close();
            assertThat(ana.read("r")).containsExactly(began("r"), turn("r", 2));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void whoseGivingBackComesLateTakesNothingFromTheNextWorker(JournalPlace place) {
        String url = place.in(folder);
        try (var ana = worker(url, "ana"); var ben = worker(url, "ben")) {
            RunWriter first = ana.begin("r");
            first.append(began("r"));
            moveOn(LENGTH);
            try (RunWriter second = ben.claim("r")) {
                first.close();
                second.append(ended("r"));
                assertThatThrownBy(() -> ana.claim("r")).isInstanceOf(RunTakenException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void workerWhoseLeaseRanOutCannotWriteThoughNobodyTookTheRun(JournalPlace place) {
        String url = place.in(folder);
        try (var ana = worker(url, "ana"); RunWriter first = ana.begin("r")) {
            first.append(began("r"));
            moveOn(LENGTH);
            assertThatThrownBy(() -> first.append(turn("r", 1))).isInstanceOf(RunTakenException.class)
                    .hasMessageContaining("ran out");
            assertThat(ana.read("r")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void writingRenewsTheLease(JournalPlace place) {
        String url = place.in(folder);
        try (var ana = worker(url, "ana"); var ben = worker(url, "ben"); RunWriter first = ana.begin("r")) {
            first.append(began("r"));
            for (int turn = 1; turn <= 5; turn++) {
                moveOn(LENGTH.minusSeconds(1));
                first.append(turn("r", turn));
            }
            assertThatThrownBy(() -> ben.claim("r")).isInstanceOf(RunTakenException.class);
        }
    }

    /** Waits until the lease of the run is as long as it can be. */
    private void isRenewed(DatabaseRunStore store, Duration length) throws InterruptedException {
        long until = Long.MIN_VALUE;
        for (int tries = 0; tries < 500 && until != clock.get() + length.toMillis(); tries++) {
            Thread.sleep(20);
            until = store.database().read(connection -> store.row(connection, "r")).orElseThrow().leaseUntil();
        }
        assertThat(until).isEqualTo(clock.get() + length.toMillis());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void leaseIsRenewedWhileItsWorkerDoesOtherThings(JournalPlace place) throws Exception {
        Duration length = Duration.ofMillis(600);
        try (var store = store(place.in(folder), "ana", length); RunStore.HeldRun _ = store.begin("r")) {
            moveOn(length.minusMillis(1));
            isRenewed(store, length);
        }
    }

    private static void rename(DatabaseRunStore store, String from, String to) {
        store.database().read(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute("ALTER TABLE " + from + " RENAME TO " + to);
            }
        });
    }

    @Test
    void leaseIsRenewedAfterTheDatabaseWasOutOfOrderForAWhile() throws Exception {
        Duration length = Duration.ofSeconds(3);
        try (var store = store(JournalPlace.H2.in(folder), "ana", length); RunStore.HeldRun _ = store.begin("r")) {
            rename(store, "agent_run", "elsewhere");
            Thread.sleep(length.toMillis() / 3 + 300);
            rename(store, "elsewhere", "agent_run");
            moveOn(length.minusMillis(1));
            isRenewed(store, length);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void runOfAWorkerThatWasNotHeardOfIsLeft(JournalPlace place) {
        String url = place.in(folder);
        try (var ana = worker(url, "ana"); var ben = worker(url, "ben"); RunWriter first = ana.begin("r")) {
            first.append(began("r"));
            write(ana, whole("over"));
            assertThat(ben.left()).isEmpty();
            assertThat(ben.runs()).extracting(RunSummary::state)
                    .containsExactlyInAnyOrder(RunSummary.State.RUNNING, RunSummary.State.ENDED);
            moveOn(LENGTH);
            assertThat(ben.left()).extracting(RunSummary::runId).containsExactly("r");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void whatWasWrittenWithoutAnAnswerIsNotWrittenTwice(JournalPlace place) {
        try (var store = store(place.in(folder), "ana", LENGTH); RunStore.HeldRun held = store.begin("r")) {
            Chain chain = new Chain("r", null);
            Envelope first = chain.next(Head.EMPTY, "{}");
            Envelope second = chain.next(Head.of(first), "{}");
            for (int times = 0; times < 3; times++) {
                held.append(List.of(first, second), RunStore.Durability.DISK, RunStore.Standing.UNDER_WAY);
            }
            assertThat(held.stored().lines()).containsExactly(first.line(), second.line());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void runThatSomebodyChangedMeanwhileIsNotWrittenOn(JournalPlace place) {
        try (var store = store(place.in(folder), "ana", LENGTH); RunStore.HeldRun held = store.begin("r")) {
            Chain chain = new Chain("r", null);
            held.append(List.of(chain.next(Head.EMPTY, "{\"a\":1}")), RunStore.Durability.DISK,
                    RunStore.Standing.UNDER_WAY);
            Envelope other = chain.next(Head.EMPTY, "{\"a\":2}");
            assertThatThrownBy(() -> held.append(List.of(chain.next(Head.of(other), "{}")), RunStore.Durability.DISK,
                    RunStore.Standing.UNDER_WAY)).isInstanceOf(AgentException.class)
                    .hasMessageContaining("somebody changed it");
            assertThat(held.stored().lines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES")
    void rowThatIsGoneIsFound(JournalPlace place) {
        try (var store = store(place.in(folder), "ana", LENGTH);
                var journal = new RunArchive(store, JournalSettings.plain(), RunAnchors.NONE)) {
            write(journal, whole("r"));
            for (int number : List.of(5, 2)) {
                store.database().read(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate("DELETE FROM agent_run_entry WHERE number = " + number);
                    }
                });
                assertThat(journal.verify("r")).isInstanceOfSatisfying(Verification.Broken.class,
                        broken -> assertThat(broken.entry()).isEqualTo(number));
            }
            journal.delete("r");
            assertThat(journal.runs()).isEmpty();
        }
    }
}
