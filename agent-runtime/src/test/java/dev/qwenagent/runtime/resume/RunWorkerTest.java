package dev.qwenagent.runtime.resume;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.journal.RunWriter;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.RunWorker;
import dev.qwenagent.runtime.history.OpenRound;
import dev.qwenagent.runtime.history.RunHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that died with their process, and several workers over their journal. */
@Timeout(60)
class RunWorkerTest {

    private final Ledger ledger = new Ledger();

    private Agent agent(String name, RunJournal journal) {
        return Agents.builder()
                .name(name)
                .model(StepModel.of(call("pay", "{\"invoice\": 1}"), text("Paid.")))
                .tools(ledger)
                .allow("bank.*")
                .journal(journal)
                .build();
    }

    /** So many runs that were left before their call. */
    private InMemoryRunJournal left(int runs) {
        var journal = new InMemoryRunJournal();
        for (int run = 0; run < runs; run++) {
            var whole = new InMemoryRunJournal();
            try (Agent agent = agent("clerk", whole)) {
                agent.run("Pay.");
            }
            String id = whole.newest().orElseThrow();
            List<JournalEntry> entries = LeftRuns.upToLast(whole.read(id), JournalEntry.CallJudged.class);
            try (RunWriter writer = journal.begin(id)) {
                writer.append(entries);
            }
        }
        return journal;
    }

    private static List<String> ids(RunJournal journal) {
        return journal.runs().stream().map(RunSummary::runId).toList();
    }

    @Test
    void eachRunThatWasLeftIsTakenByOneOfSeveralWorkers() throws Exception {
        InMemoryRunJournal journal = left(30);
        int before = ledger.paid().size();
        List<CompletableFuture<List<RunWorker.Attempt>>> workers = new ArrayList<>();
        try (Agent first = agent("clerk", journal);
                Agent second = agent("clerk", journal);
                Agent third = agent("clerk", journal)) {
            for (Agent agent : List.of(first, second, third)) {
                workers.add(CompletableFuture.supplyAsync(() -> new RunWorker(agent, journal, "w").resumeLeft()));
            }
            List<RunWorker.Attempt> attempts = new ArrayList<>();
            for (var worker : workers) {
                attempts.addAll(worker.get(30, TimeUnit.SECONDS));
            }
            assertThat(attempts).noneMatch(RunWorker.Attempt.Failed.class::isInstance);
            assertThat(attempts.stream()
                    .filter(RunWorker.Attempt.Worked.class::isInstance)
                    .map(RunWorker.Attempt::runId))
                    .containsExactlyInAnyOrderElementsOf(ids(journal));
        }
        assertThat(ledger.paid().subList(before, ledger.paid().size())).hasSize(30).doesNotHaveDuplicates();
        assertThat(journal.runs()).allMatch(run -> run.reason() == StopReason.ANSWERED);
    }

    @Test
    void runsOfOtherAgentsAndThoseThatSomebodyHoldsArePassedOver() {
        InMemoryRunJournal journal = left(2);
        String held = ids(journal).getFirst();
        try (Agent other = agent("other", journal);
                Agent clerk = agent("clerk", journal);
                RunWriter _ = journal.claim(held)) {
            assertThat(new RunWorker(other, journal, "w").resumeLeft()).isEmpty();
            assertThat(new RunWorker(clerk, journal, "w").resumeLeft())
                    .extracting(RunWorker.Attempt::runId)
                    .containsExactly(ids(journal).getLast());
        }
    }

    /** A journal of which one run cannot be read. */
    private record Damaged(RunJournal journal, String run) implements RunJournal {

        @Override
        public RunWriter begin(String id) {
            return journal.begin(id);
        }

        @Override
        public RunWriter claim(String id) {
            return journal.claim(id);
        }

        @Override
        public List<JournalEntry> read(String id) {
            if (id.equals(run)) {
                throw new AgentException("run " + id + " is damaged");
            }
            return journal.read(id);
        }

        @Override
        public List<RunSummary> runs() {
            return journal.runs();
        }

        @Override
        public void delete(String id) {
            journal.delete(id);
        }

        @Override
        public void close() {
            journal.close();
        }
    }

    @Test
    void aRunThatCannotBeReadKeepsNoOtherFromBeingResumed() {
        InMemoryRunJournal whole = left(3);
        String damaged = ids(whole).get(1);
        var journal = new Damaged(whole, damaged);
        try (Agent clerk = agent("clerk", journal)) {
            List<RunWorker.Attempt> attempts = new RunWorker(clerk, journal, "w").resumeLeft();
            assertThat(attempts).filteredOn(RunWorker.Attempt.Worked.class::isInstance).hasSize(2);
            assertThat(attempts).filteredOn(RunWorker.Attempt.Failed.class::isInstance)
                    .extracting(RunWorker.Attempt::runId)
                    .containsExactly(damaged);
        }
    }

    @Test
    void runThatWaitsForADecisionIsNoLongerLeft() {
        InMemoryRunJournal journal = left(1);
        String run = ids(journal).getFirst();
        try (RunWriter writer = journal.claim(run)) {
            OpenRound.Call call = RunHistory.of(journal.read(run)).openRound().orElseThrow().calls().getFirst();
            writer.append(new JournalEntry.CallBegan(run, Instant.now(), call.place(), call.request()));
        }
        try (Agent clerk = agent("clerk", journal)) {
            RunWorker worker = new RunWorker(clerk, journal, "w");
            assertThat(worker.resumeLeft()).singleElement()
                    .isInstanceOfSatisfying(RunWorker.Attempt.Worked.class,
                            worked -> assertThat(worked.result().stopReason()).isEqualTo(StopReason.OUTCOME_UNKNOWN));
            assertThat(worker.resumeLeft()).isEmpty();
        }
    }
}
