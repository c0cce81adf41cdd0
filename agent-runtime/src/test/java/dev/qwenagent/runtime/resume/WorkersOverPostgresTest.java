package dev.qwenagent.runtime.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.runtime.RunWorker;
import dev.qwenagent.runtime.journal.CuttingProxy;
import dev.qwenagent.runtime.journal.CuttingProxy.Cut;
import dev.qwenagent.runtime.journal.JournalSettings;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.runtime.journal.PostgresServer;
import dev.qwenagent.runtime.journal.RunArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several workers over one real PostgreSQL server. What a call did is counted outside of the run, in files. */
@Timeout(120)
class WorkersOverPostgresTest {

    @TempDir
    private Path folder;

    private static RunArchive open(String place, String worker, Duration lease) {
        return Journals.open(place, JournalSettings.plain().leasing(new JournalSettings.Lease(worker, lease)));
    }

    private static Agent agent(RunArchive journal, FileLedger ledger) {
        return RunProcess.agent(journal, ledger, OutcomeResolver.Answer.HALT);
    }

    /** Until nobody can be asked for more: two workers look for runs that are left, at the same time. */
    private int takeOver(String place) throws Exception {
        int worked = 0;
        try (RunArchive anas = open(place, "ana", RunProcess.LEASE);
                RunArchive bens = open(place, "ben", RunProcess.LEASE);
                Agent ana = agent(anas, new FileLedger(folder, _ -> {}));
                Agent ben = agent(bens, new FileLedger(folder, _ -> {}))) {
            while (anas.runs().getFirst().state() != RunSummary.State.ENDED) {
                List<CompletableFuture<List<RunWorker.Attempt>>> both = List.of(
                        CompletableFuture.supplyAsync(() -> new RunWorker(ana, anas, "ana").resumeLeft()),
                        CompletableFuture.supplyAsync(() -> new RunWorker(ben, bens, "ben").resumeLeft()));
                for (var one : both) {
                    for (RunWorker.Attempt attempt : one.get()) {
                        assertThat(attempt).isNotInstanceOf(RunWorker.Attempt.Failed.class);
                        worked += attempt instanceof RunWorker.Attempt.Worked ? 1 : 0;
                    }
                }
                Thread.sleep(100);
            }
        }
        return worked;
    }

    private void everythingWasDoneOnce(String place) throws Exception {
        try (RunArchive journal = open(place, "looks", RunProcess.LEASE)) {
            RunSummary run = journal.runs().getFirst();
            assertThat(run.reason()).isEqualTo(StopReason.ANSWERED);
            assertThat(journal.verify(run.runId()).isSound()).isTrue();
            List<String> payments = new ArrayList<>();
            List<String> states = new ArrayList<>();
            for (int step = 1; step <= RunProcess.STEPS; step++) {
                (step % 4 == 0 ? states : payments).add(run.runId() + "/" + step + ".1");
                if (step % 3 == 0) {
                    states.add(run.runId() + "/" + step + ".2");
                }
            }
            assertThat(FileLedger.paid(folder)).containsExactlyElementsOf(payments);
            assertThat(new HashSet<>(FileLedger.set(folder))).containsExactlyInAnyOrderElementsOf(states);
        }
    }

    @Test
    void runOfAKilledWorkerIsTakenOverByOneOfTheOthersAndNothingIsDoneTwice() throws Exception {
        String place = PostgresServer.freshUrl();
        try (RunProcess process = RunProcess.start(folder, "", OutcomeResolver.Answer.HALT, "done set 8", place)) {
            assertThat(process.waitFor("done set 8")).isTrue();
            process.kill();
        }
        assertThat(takeOver(place)).isEqualTo(1);
        everythingWasDoneOnce(place);
    }

    @Test
    void runOfAWorkerThatIsCutOffForGoodIsTakenOverAndNothingIsDoneTwice() throws Exception {
        try (var proxy = new CuttingProxy(PostgresServer.get().getPort())) {
            String place = PostgresServer.freshUrl();
            String cutOff = place.replaceFirst("localhost:\\d+", "localhost:" + proxy.port()) + "&prepareThreshold=0";
            var ledger = new FileLedger(folder, said -> {
                if (said.equals("done set 8")) {
                    proxy.cutAt("", Cut.BEFORE, Integer.MAX_VALUE);
                }
            });
            try (RunArchive journal = open(cutOff, "cut off", RunProcess.LEASE); Agent agent = agent(journal, ledger)) {
                assertThatThrownBy(() -> agent.run("Pay the invoices.")).isInstanceOf(AgentException.class);
            }
            assertThat(FileLedger.set(folder)).isNotEmpty();
            assertThat(takeOver(place)).isEqualTo(1);
            everythingWasDoneOnce(place);
        }
    }

    @Test
    void cutsInTheMiddleOfARunAreNotNoticedByItsAgent() throws Exception {
        try (var proxy = new CuttingProxy(PostgresServer.get().getPort())) {
            String place = PostgresServer.freshUrl();
            String cut = place.replaceFirst("localhost:\\d+", "localhost:" + proxy.port());
            try (RunArchive journal = open(cut, "ana", Duration.ofSeconds(30));
                    Agent agent = agent(journal, new FileLedger(folder, _ -> {}))) {
                proxy.cutAnywhere(60_000, 1);
                assertThat(agent.run("Pay the invoices.").stopReason()).isEqualTo(StopReason.ANSWERED);
                assertThat(proxy.cuts()).isPositive();
                proxy.cutNothing();
            }
            everythingWasDoneOnce(place);
        }
    }
}
