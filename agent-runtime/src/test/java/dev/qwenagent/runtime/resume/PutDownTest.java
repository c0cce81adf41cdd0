package dev.qwenagent.runtime.resume;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.Resumption;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.guard.ThoughtGuardrail;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.runtime.permission.LaterApprovals;
import dev.qwenagent.tools.RequiresScope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that was put down for an answer. Every agent and every journal object is made anew, as if each were in a process of
 * its own; what they share is the file.
 */
@Timeout(60)
class PutDownTest {

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-01T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final Ledger ledger = new Ledger();
    private RunJournal journal;

    @BeforeEach
    void open() {
        journal = Journals.in(folder);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static StepModel model() {
        return StepModel.of(call("set", "{\"invoice\": 1}").andCall("pay", "{\"invoice\": 1}").thinking("It is due."),
                call("pay", "{\"invoice\": 1}"), text("Paid."));
    }

    private AgentBuilder builder(Object tools) {
        return Agents.builder()
                .name("clerk")
                .model(model())
                .tools(tools)
                .allow("bank.set")
                .ask("bank.pay")
                .approver(Approver.PUT_DOWN)
                .approvalTime(Duration.ofDays(1))
                .clock(clock)
                .journal(journal);
    }

    private AgentResult putDown() {
        try (Agent agent = builder(ledger).build()) {
            AgentResult result = agent.run("Pay.");
            assertThat(result.stopReason()).isEqualTo(StopReason.SUSPENDED);
            return result;
        }
    }

    private AgentResult resumed(String run, Object tools) {
        try (Agent agent = builder(tools).approver(Approver.NOBODY).build()) {
            return agent.resume(run);
        }
    }

    private void answer(String run, Approval.Extent extent) {
        new LaterApprovals(Journals.in(folder), clock).approve(run, extent, "ana");
    }

    @Test
    void runThatWaitsSaysForWhatAndGrantsNothing() {
        var recorded = new RecordedRun();
        try (Agent agent = builder(ledger).listener(recorded).build()) {
            AgentResult result = agent.run("Pay.");
            assertThat(result.question()).isNotNull();
            assertThat(result.question().tool()).isEqualTo("pay");
            assertThat(result.problem()).contains("pay {\"invoice\":1}");
            assertThat(result.calls()).isEmpty();
            assertThat(new LaterApprovals(journal, clock).waiting(result.runId())).contains(result.question());
        }
        assertThat(ledger.paid()).isEmpty();
        assertThat(recorded.events())
                .anySatisfy(event -> assertThat(event).isInstanceOf(AgentEvent.RunSuspended.class));
        assertThat(recorded.events().getLast()).isInstanceOfSatisfying(AgentEvent.RunEnded.class,
                ended -> assertThat(ended.reason()).isEqualTo(StopReason.SUSPENDED));
    }

    @Test
    void answerThatCameAnHourLaterIsHonouredOnceByAnotherProcess() {
        String run = putDown().runId();
        now = now.plus(Duration.ofMinutes(50));
        answer(run, Approval.Extent.ONCE);
        now = now.plus(Duration.ofMinutes(10));
        AgentResult result = resumed(run, ledger);
        assertThat(result.text()).isEqualTo("Paid.");
        assertThat(ledger.paid()).containsExactly(run + "/1.2");
        assertThat(result.calls().getLast().outcome()).isInstanceOf(ToolOutcome.Denied.class);
        assertThatThrownBy(() -> resumed(run, ledger)).isInstanceOf(AgentException.class).hasMessageContaining("over");
        assertThat(ledger.paid()).hasSize(1);
    }

    @Test
    void answerForTheRunSurvivesAResumption() {
        String run = putDown().runId();
        answer(run, Approval.Extent.FOR_RUN);
        resumed(run, ledger);
        assertThat(ledger.paid()).containsExactly(run + "/1.2", run + "/2.1");
    }

    @Test
    void rememberedYesSurvivesADeadProcess() {
        String run = putDown().runId();
        answer(run, Approval.Extent.FOR_RUN);
        resumed(run, ledger);
        List<JournalEntry> all = journal.read(run);
        RunJournal left = LeftRuns.of(all.subList(0, all.indexOf(all.stream()
                .filter(entry -> entry instanceof JournalEntry.TurnBegan began && began.turn() == 2)
                .findFirst()
                .orElseThrow()) + 1));
        var second = new Ledger();
        try (Agent agent = builder(second).approver(Approver.NOBODY).journal(left).build()) {
            agent.resume(run);
        }
        assertThat(second.paid()).containsExactly(run + "/2.1");
    }

    @Test
    void noIsHonouredToo() {
        String run = putDown().runId();
        new LaterApprovals(journal, clock).refuse(run, "ana");
        assertThat(resumed(run, ledger).text()).isEqualTo("Paid.");
        assertThat(ledger.paid()).isEmpty();
    }

    @Test
    void answerIsRefusedWhenItsTimeIsOverAndSoIsTheCall() {
        String run = putDown().runId();
        now = now.plus(Duration.ofHours(25));
        assertThatThrownBy(() -> answer(run, Approval.Extent.ONCE)).isInstanceOf(AgentException.class)
                .hasMessageContaining("expired");
        assertThat(resumed(run, ledger).text()).isEqualTo("Paid.");
        assertThat(ledger.paid()).isEmpty();
    }

    @Test
    void answerInTimeIsOfNoUseAfterItsTime() {
        String run = putDown().runId();
        answer(run, Approval.Extent.ONCE);
        now = now.plus(Duration.ofHours(25));
        AgentResult result = resumed(run, ledger);
        assertThat(result.calls().get(1).outcome()).isInstanceOfSatisfying(ToolOutcome.Denied.class,
                denied -> assertThat(denied.rule()).endsWith("answered too late"));
        assertThat(ledger.paid()).isEmpty();
    }

    /** The same tool by its name, and another one by what the model is told of it. */
    public static final class ChangedLedger {

        private final Ledger ledger;

        ChangedLedger(Ledger ledger) {
            this.ledger = ledger;
        }

        @Tool("Pay an invoice, with a tip")
        @RequiresScope(value = "bank.pay", resource = "{invoice}")
        public String pay(int invoice, ToolContext context) {
            return ledger.pay(invoice, context);
        }

        @Tool("Set the state of an invoice")
        @RequiresScope(value = "bank.set", resource = "{invoice}")
        public String set(int invoice, ToolContext context) {
            return ledger.set(invoice, context);
        }
    }

    @Test
    void answerIsRefusedWhenTheToolHasChanged() {
        String run = putDown().runId();
        answer(run, Approval.Extent.FOR_RUN);
        AgentResult result = resumed(run, new ChangedLedger(ledger));
        assertThat(result.calls().get(1).outcome()).isInstanceOfSatisfying(ToolOutcome.Denied.class,
                denied -> assertThat(denied.rule()).endsWith("answered yes to another call"));
        assertThat(ledger.paid()).isEmpty();
    }

    @Test
    void answerIsRefusedWhenTheArgumentsHaveChanged() {
        String run = putDown().runId();
        answer(run, Approval.Extent.ONCE);
        List<JournalEntry> changed = journal.read(run).stream().map(PutDownTest::withAnotherInvoice).toList();
        RunJournal left = LeftRuns.of(changed);
        try (Agent agent = builder(ledger).approver(Approver.NOBODY).journal(left).build()) {
            assertThat(agent.resume(run).calls().get(1).outcome()).isInstanceOfSatisfying(ToolOutcome.Denied.class,
                    denied -> assertThat(denied.rule()).endsWith("answered yes to another call"));
        }
        assertThat(ledger.paid()).isEmpty();
    }

    private static JournalEntry withAnotherInvoice(JournalEntry entry) {
        if (entry instanceof JournalEntry.MessageAdded(String id, Instant at, AiMessage said)
                && said.hasToolExecutionRequests()) {
            var calls = said.toolExecutionRequests()
                    .stream()
                    .map(asked -> asked.name().equals("pay")
                            ? asked.toBuilder().arguments("{\"invoice\": 2}").build()
                            : asked)
                    .toList();
            return new JournalEntry.MessageAdded(id, at, said.toBuilder().toolExecutionRequests(calls).build());
        }
        return entry;
    }

    @Test
    void answersAreRefusedWhereNothingWaits() {
        String run = putDown().runId();
        answer(run, Approval.Extent.ONCE);
        assertThatThrownBy(() -> answer(run, Approval.Extent.ONCE)).isInstanceOf(AgentException.class)
                .hasMessageContaining("answered already");
        resumed(run, ledger);
        assertThatThrownBy(() -> answer(run, Approval.Extent.ONCE)).isInstanceOf(AgentException.class)
                .hasMessageContaining("does not wait");
        assertThatThrownBy(() -> answer("nothing-here", Approval.Extent.ONCE)).isInstanceOf(AgentException.class)
                .hasMessageContaining("no run nothing-here");
    }

    @Test
    void runResumedWithoutAnAnswerWaitsForTheSameQuestion() {
        AgentResult first = putDown();
        now = now.plus(Duration.ofHours(1));
        try (Agent agent = builder(ledger).build()) {
            AgentResult again = agent.resume(Resumption.of(first.runId()));
            assertThat(again.stopReason()).isEqualTo(StopReason.SUSPENDED);
            assertThat(again.question()).isEqualTo(first.question());
        }
    }

    @Test
    void guardrailsQuestionCanWaitToo() {
        Guardrail asks = new Guardrail() {
            @Override
            public String name() {
                return "second pair of eyes";
            }

            @Override
            public GuardVerdict<String> onAnswer(RunSoFar sofar, String thinking, String answer) {
                return GuardVerdict.ask("May it say so?");
            }
        };
        String run;
        try (Agent agent = asking(asks).build()) {
            AgentResult result = agent.run("Pay.");
            assertThat(result.stopReason()).isEqualTo(StopReason.SUSPENDED);
            run = result.runId();
        }
        answer(run, Approval.Extent.ONCE);
        try (Agent agent = asking(asks).approver(Approver.NOBODY).build()) {
            assertThat(agent.resume(run).text()).isEqualTo("Paid.");
        }
    }

    /** Asks before a call, and the same once more about what came of it. */
    private record AsksTwice() implements Guardrail {
        @Override
        public String name() {
            return "both ways";
        }

        @Override
        public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar sofar, String thinking,
                List<ToolExecutionRequest> calls) {
            return GuardVerdict.ask("May it?");
        }

        @Override
        public GuardVerdict<ToolOutcome> onResult(RunSoFar sofar, ToolExecutionRequest call, ToolOutcome outcome) {
            return GuardVerdict.ask("May it?");
        }
    }

    private AgentResult setting(String run) {
        String twice = "{\"invoice\": 1}";
        var model = StepModel.of(call("set", twice).andCall("set", twice), text("Set."));
        try (Agent agent = asking(new AsksTwice()).model(model).build()) {
            return run.isEmpty() ? agent.run("Set.") : agent.resume(run);
        }
    }

    @Test
    void yesToACallIsNoneToItsResultNorOneResultsToAnother() {
        String run = setting("").runId();
        for (int question = 1; question <= 3; question++) {
            answer(run, Approval.Extent.ONCE);
            AgentResult result = setting(run);
            assertThat(result.stopReason()).as("after answer " + question)
                    .isEqualTo(question < 3 ? StopReason.SUSPENDED : StopReason.ANSWERED);
            if (question < 3) {
                assertThat(setting(run).question()).isEqualTo(result.question());
            }
        }
        assertThat(ledger.set()).hasSize(2);
    }

    @Test
    void questionInAConversationThatIsNotTrustedIsAnsweredLaterLikeAnyOther() {
        var untrusted = Provenance.of("mail 7", Label.UNTRUSTED).join(Provenance.of("mail 3", Label.UNTRUSTED));
        String run;
        try (Agent agent = builder(ledger).allow("bank.*").build()) {
            AgentResult result = agent.run(AgentTask.of("Pay.").carrying(untrusted));
            assertThat(result.question()).isNotNull();
            assertThat(result.question().provenance()).isEqualTo(untrusted);
            run = result.runId();
        }
        answer(run, Approval.Extent.ONCE);
        assertThat(resumed(run, ledger).stopReason()).isEqualTo(StopReason.ANSWERED);
        assertThat(ledger.set()).containsExactly(run + "/1.1");
    }

    /** Asks about every thought of money. */
    private record Prudent() implements ThoughtGuardrail {
        @Override
        public String name() {
            return "prudent";
        }

        @Override
        public GuardVerdict<Void> onThinking(RunSoFar sofar, String thought) {
            return thought.contains("money") ? GuardVerdict.ask("May it think so?") : GuardVerdict.pass();
        }
    }

    private AgentResult thinking(String thought, String run) {
        var model = ScriptedChatModel.of(text("Paid.").thinking(thought));
        try (Agent agent = asking(new Prudent()).model(model).build()) {
            return run.isEmpty() ? agent.run("Pay.") : agent.resume(run);
        }
    }

    @Test
    void questionAboutAThoughtThatWasCutIsAnsweredLaterAndLetsTheNextOnePass() {
        AgentResult first = thinking("I take the money.", "");
        assertThat(first.stopReason()).isEqualTo(StopReason.SUSPENDED);
        assertThat(thinking("unused", first.runId()).question()).isEqualTo(first.question());
        answer(first.runId(), Approval.Extent.ONCE);
        assertThat(thinking("I take all the money there is.", first.runId()).text()).isEqualTo("Paid.");
    }

    @Test
    void noAboutAThoughtThatWasCutSendsTheModelBack() {
        String run = thinking("I take the money.", "").runId();
        new LaterApprovals(journal, clock).refuse(run, "ana");
        assertThat(thinking("I ask first.", run).text()).isEqualTo("Paid.");
        assertThat(journal.read(run)).anySatisfy(entry -> assertThat(entry).isInstanceOfSatisfying(
                JournalEntry.MessageAdded.class,
                added -> assertThat(added.message().toString()).contains("A person said no")));
    }

    private AgentBuilder asking(Guardrail guardrail) {
        return Agents.builder()
                .name("clerk")
                .model(model())
                .tools(ledger)
                .allow("bank.*")
                .guardrail(guardrail)
                .approver(Approver.PUT_DOWN)
                .journal(journal)
                .clock(clock);
    }

    @Test
    void withoutAJournalThereIsNothingToComeBackToAndLaterMeansNo() {
        try (Agent agent = builder(ledger).journal(RunJournal.NONE).build()) {
            assertThat(agent.run("Pay.").text()).isEqualTo("Paid.");
        }
        assertThat(ledger.paid()).isEmpty();
    }
}
