package dev.qwenagent.runtime.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.JournalEntry.OutcomeSettled.Resolution;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.api.tool.UnknownOutcome;
import dev.qwenagent.runtime.history.OpenRound;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.runtime.journal.RunArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that are killed at any moment of a run, and others that go on with it. What a call did is counted outside of the run,
 * in files.
 */
@Timeout(240)
class KillTest {

    private static final int KILLS_A_RUN = 4;
    private static final int RUNS = "full".equals(System.getProperty("qwenagent.tests")) ? 200 / KILLS_A_RUN : 3;
    /** Longer than a run takes after its process is ready, so that a kill may come at any moment of it. */
    private static final int LONGEST_LIFE_MILLIS = 350;

    @TempDir
    private Path folder;

    static IntStream seeds() {
        return IntStream.range(0, RUNS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void runThatIsKilledAgainAndAgainDoesEverythingOnce(int seed) throws Exception {
        var random = new Random(seed);
        int kills = 0;
        while (kills < KILLS_A_RUN && !isOver()) {
            try (RunProcess process = RunProcess.start(folder, run(), decision(), "")) {
                process.waitFor("ready");
                Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                process.kill();
            }
            kills++;
        }
        finish();
        everythingWasDoneOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"entered pay 6", "done pay 6", "entered set 8", "done set 8"})
    void killBetweenAnEffectAndItsRecordIsAnUnknownOutcome(String moment) throws Exception {
        try (RunProcess process = RunProcess.start(folder, "", OutcomeResolver.Answer.HALT, moment)) {
            assertThat(process.waitFor(moment)).isTrue();
            process.kill();
        }
        boolean isPayment = moment.contains("pay");
        assertThat(unknownPayments()).hasSize(isPayment ? 1 : 0);
        finish();
        everythingWasDoneOnce();
        assertThat(settled()).isEqualTo(
                isPayment ? List.of(moment.startsWith("done") ? Resolution.LEAVE : Resolution.REPEAT) : List.of());
    }

    /** Lets the run come to its end, with a person who looks into the ledger where one is needed. */
    private void finish() throws IOException {
        while (!isOver()) {
            List<UnknownOutcome> unknown = unknownPayments();
            String end;
            try (RunProcess process = RunProcess.start(folder, run(), OutcomeResolver.Answer.HALT, "")) {
                end = process.end();
            }
            if (unknown.isEmpty()) {
                assertThat(end).startsWith(StopReason.ANSWERED + " " + RunProcess.ANSWER);
                return;
            }
            assertThat(end).startsWith(StopReason.OUTCOME_UNKNOWN.name());
            unknown.forEach(call -> assertThat(end).contains(call.words()));
            try (RunProcess process = RunProcess.start(folder, run(), decision(), "")) {
                assertThat(process.end()).startsWith(StopReason.ANSWERED + " " + RunProcess.ANSWER);
            }
        }
    }

    /** What somebody says who looks into the ledger; of two payments at once there are none in this run. */
    private OutcomeResolver.Answer decision() throws IOException {
        for (UnknownOutcome call : unknownPayments()) {
            boolean wasPaid = FileLedger.paid(folder).contains(call.place().idempotencyKey(call.runId()));
            return wasPaid ? OutcomeResolver.Answer.LEAVE : OutcomeResolver.Answer.REPEAT;
        }
        return OutcomeResolver.Answer.HALT;
    }

    private void everythingWasDoneOnce() throws IOException {
        String run = run();
        List<String> payments = new ArrayList<>();
        List<String> states = new ArrayList<>();
        for (int step = 1; step <= RunProcess.STEPS; step++) {
            (step % 4 == 0 ? states : payments).add(run + "/" + step + ".1");
            if (step % 3 == 0) {
                states.add(run + "/" + step + ".2");
            }
        }
        assertThat(FileLedger.paid(folder)).containsExactlyElementsOf(payments);
        assertThat(new HashSet<>(FileLedger.set(folder))).containsExactlyInAnyOrderElementsOf(states);
        eachRepetitionOfAPaymentWasDecidedOn();
        try (RunArchive journal = journal()) {
            assertThat(journal.verify(run).isSound()).isTrue();
        }
    }

    private void eachRepetitionOfAPaymentWasDecidedOn() {
        Map<String, Integer> begun = new HashMap<>();
        for (JournalEntry entry : entries()) {
            if (entry instanceof JournalEntry.CallBegan began && began.call().name().equals("pay")) {
                begun.merge(began.place().toString(), 1, Integer::sum);
            } else if (entry instanceof JournalEntry.OutcomeSettled decided
                    && decided.resolution() == Resolution.REPEAT) {
                begun.merge(decided.place().toString(), -1, Integer::sum);
            }
        }
        assertThat(begun.values()).allMatch(times -> times == 1);
    }

    private List<Resolution> settled() {
        return entries().stream()
                .filter(JournalEntry.OutcomeSettled.class::isInstance)
                .map(entry -> ((JournalEntry.OutcomeSettled) entry).resolution())
                .toList();
    }

    private List<UnknownOutcome> unknownPayments() {
        List<JournalEntry> entries = entries();
        Optional<OpenRound> round = entries.isEmpty() ? Optional.empty() : RunHistory.of(entries).openRound();
        return round.map(OpenRound::unknown)
                .orElse(List.of())
                .stream()
                .filter(call -> call.call().name().equals("pay"))
                .toList();
    }

    private boolean isOver() {
        try (RunArchive journal = journal()) {
            return journal.runs().stream().anyMatch(run -> run.state() == RunSummary.State.ENDED);
        }
    }

    /** The run; empty if none was begun before the process was killed. */
    private String run() {
        try (RunArchive journal = journal()) {
            return journal.runs().stream().findFirst().map(RunSummary::runId).orElse("");
        }
    }

    private List<JournalEntry> entries() {
        String run = run();
        try (RunArchive journal = journal()) {
            return run.isEmpty() ? List.of() : journal.read(run);
        }
    }

    private RunArchive journal() {
        return Journals.in(folder.resolve("runs"));
    }
}
