package dev.qwenagent.runtime.resume;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.AuthenticationException;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.Resumption;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.JournalEntry.CallBegan;
import dev.qwenagent.api.journal.JournalEntry.CallEnded;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunTakenException;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.runtime.journal.RunArchive;
import dev.qwenagent.tools.RequiresScope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is true of a run that is gone on with, wherever its process died. */
@Timeout(60)
class ResumeTest {

    private static final String ANSWER = "All are paid.";
    private static final int BYTES_A_STEP = "full".equals(System.getProperty("qwenagent.tests")) ? 1 : 211;

    private final InMemoryRunJournal journal = new InMemoryRunJournal();

    private static StepModel model() {
        return StepModel.of(
                call("pay", "{\"invoice\": 1}").thinking("First the first."),
                call("set", "{\"invoice\": 1}").andCall("pay", "{\"invoice\": 2}").andCall("set", "{\"invoice\": 2}"),
                call("nonsense", "{}").andCall("pay", "{\"invoice\": \"none\"}").andCall("pay", "{\"invoice\": 13}"),
                call("pay", "{\"invoice\": 3}"),
                text(ANSWER).thinking("That is all."));
    }

    private static AgentBuilder builder(StepModel model, Ledger ledger, RunJournal journal) {
        return Agents.builder()
                .name("clerk")
                .model(model)
                .tools(ledger)
                .allow("bank.*")
                .deny("bank.pay:13")
                .journal(journal);
    }

    private List<JournalEntry> finished(Ledger ledger) {
        try (Agent agent = builder(model(), ledger, journal).build()) {
            AgentResult result = agent.run("Pay the invoices.");
            assertThat(result.text()).isEqualTo(ANSWER);
            return journal.read(result.runId());
        }
    }

    private static Set<CallPlace> places(List<JournalEntry> entries, Class<? extends JournalEntry> kind) {
        return entries.stream().filter(kind::isInstance).map(entry -> switch (entry) {
            case CallBegan began -> began.place();
            case CallEnded ended -> ended.place();
            default -> throw new AssertionError(entry);
        }).collect(Collectors.toSet());
    }

    /** A ledger with what the calls of these entries paid; of one under way it has been paid if said so. */
    private static Ledger ledgerOf(List<JournalEntry> entries, Set<CallPlace> alsoPaid) {
        var ledger = new Ledger();
        Set<CallPlace> ended = places(entries, CallEnded.class);
        for (JournalEntry entry : entries) {
            if (entry instanceof CallBegan(String run, var at, CallPlace place, var request)
                    && request.name().equals("pay") && (ended.contains(place) || alsoPaid.contains(place))) {
                ledger.wasPaid(place.idempotencyKey(run));
            }
        }
        return ledger;
    }

    @Test
    void fromEveryEntryEachEffectIsThereOnceAndTheAnswerIsTheSame() {
        var whole = new Ledger();
        List<JournalEntry> all = finished(whole);
        for (int length = 1; length < all.size(); length++) {
            List<JournalEntry> prefix = all.subList(0, length);
            Set<CallPlace> unknown = places(prefix, CallBegan.class);
            unknown.removeAll(places(prefix, CallEnded.class));
            resumes(LeftRuns.of(prefix), ledgerOf(prefix, Set.of()), whole, all);
            resumes(LeftRuns.of(prefix), ledgerOf(prefix, unknown), whole, all);
        }
    }

    /** With -Pfull it is every byte indeed, which takes minutes. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void fromEveryByteOfAFileEachEffectIsThereOnceAndTheAnswerIsTheSame(@TempDir Path folder) throws Exception {
        var whole = new Ledger();
        List<JournalEntry> all;
        String run;
        try (RunArchive files = Journals.in(folder); Agent agent = builder(model(), whole, files).build()) {
            run = agent.run("Pay the invoices.").runId();
            all = files.read(run);
            Path file = folder.resolve(run + ".jsonl");
            byte[] bytes = Files.readAllBytes(file);
            int begun = new String(bytes, StandardCharsets.UTF_8).indexOf('\n') + 1;
            int ended = new String(bytes, 0, bytes.length - 1, StandardCharsets.ISO_8859_1).lastIndexOf('\n') + 1;
            for (int length = begun; length <= ended; length += BYTES_A_STEP) {
                Files.write(file, Arrays.copyOf(bytes, length));
                resumes(files, ledgerOf(files.read(run), Set.of()), whole, all);
                assertThat(files.verify(run).isSound()).isTrue();
            }
        }
    }

    private static void resumes(RunJournal journal, Ledger ledger, Ledger whole, List<JournalEntry> all) {
        StepModel model = model();
        List<JournalEntry> prefix = journal.read(all.getFirst().runId());
        String run = prefix.getFirst().runId();
        List<String> asked = new ArrayList<>();
        OutcomeResolver looksIntoTheLedger = unknown -> {
            asked.add(unknown.call().name());
            return ledger.paid().contains(unknown.place().idempotencyKey(unknown.runId()))
                    ? OutcomeResolver.Answer.LEAVE
                    : OutcomeResolver.Answer.REPEAT;
        };
        String where = "resumed after entry " + prefix.size() + ", " + prefix.getLast();
        try (Agent agent = builder(model, ledger, journal).outcomes(looksIntoTheLedger).build()) {
            AgentResult result = agent.resume(run);
            assertThat(result.text()).as(where).isEqualTo(ANSWER);
            assertThat(result.stopReason()).as(where).isEqualTo(StopReason.ANSWERED);
            assertThat(result.steps()).as(where).hasSize(5);
            assertThat(result.calls()).as(where).hasSize(8);
            assertThat(result.usage().inputTokenCount()).as(where).isEqualTo(usage(all));
        }
        assertThat(ledger.paid()).as(where).containsExactlyInAnyOrderElementsOf(whole.paid());
        assertThat(asked).as(where).isSubsetOf("pay");
    }

    private static int usage(List<JournalEntry> entries) {
        return entries.stream()
                .filter(JournalEntry.ModelReplied.class::isInstance)
                .mapToInt(entry -> ((JournalEntry.ModelReplied) entry).usage().inputTokenCount())
                .sum();
    }

    @Test
    void callUnderWayIsNamedAndNeitherRepeatedNorForgottenUntilSomebodyDecides() {
        List<JournalEntry> prefix = LeftRuns.upToLast(finished(new Ledger()), CallBegan.class);
        RunJournal left = LeftRuns.of(prefix);
        String run = prefix.getFirst().runId();
        var ledger = new Ledger();
        StepModel model = model();
        for (int again = 0; again < 2; again++) {
            try (Agent agent = builder(model, ledger, left).build()) {
                AgentResult result = agent.resume(run);
                assertThat(result.stopReason()).isEqualTo(StopReason.OUTCOME_UNKNOWN);
                assertThat(result.problem()).contains("4.1 pay {\"invoice\":3}");
                assertThat(left.runs().getFirst().reason()).isEqualTo(StopReason.OUTCOME_UNKNOWN);
            }
        }
        assertThat(ledger.paid()).isEmpty();
        assertThat(model.requests()).isZero();
        try (Agent agent = builder(model, ledger, left).outcomes(unknown -> OutcomeResolver.Answer.LEAVE).build()) {
            AgentResult result = agent.resume(run);
            assertThat(result.text()).isEqualTo(ANSWER);
            assertThat(result.calls().getLast().outcome().textForModel()).contains("unknown", "not made again");
        }
        assertThat(ledger.paid()).isEmpty();
    }

    @Test
    void decisionIsWrittenBeforeTheCallAndEachRepetitionTakesAnother() {
        List<JournalEntry> prefix = LeftRuns.upToLast(finished(new Ledger()), CallBegan.class);
        RunJournal left = LeftRuns.of(prefix);
        var ledger = new Ledger();
        String run = prefix.getFirst().runId();
        try (Agent agent = builder(model(), ledger, left).outcomes(unknown -> OutcomeResolver.Answer.REPEAT).build()) {
            agent.resume(run);
        }
        List<JournalEntry> again = LeftRuns.upToLast(left.read(run), CallBegan.class);
        assertThat(again.get(again.size() - 3)).isInstanceOf(JournalEntry.OutcomeSettled.class);
        assertThat(again).hasSizeGreaterThan(prefix.size());
        RunJournal once = LeftRuns.of(again);
        try (Agent agent = builder(model(), ledger, once).build()) {
            assertThat(agent.resume(run).stopReason()).isEqualTo(StopReason.OUTCOME_UNKNOWN);
        }
        assertThat(ledger.paid()).containsExactly(run + "/4.1");
    }

    @Test
    void decisionThatWasNotCarriedOutIsNotAskedForAgain() {
        List<JournalEntry> prefix = LeftRuns.upToLast(finished(new Ledger()), CallBegan.class);
        RunJournal left = LeftRuns.of(prefix);
        String run = prefix.getFirst().runId();
        try (Agent agent = builder(model(), new Ledger(), left).outcomes(unknown -> OutcomeResolver.Answer.REPEAT)
                .build()) {
            agent.resume(run);
        }
        RunJournal decided = LeftRuns.of(
                LeftRuns.upToLast(left.read(run), JournalEntry.OutcomeSettled.class));
        var ledger = new Ledger();
        try (Agent agent = builder(model(), ledger, decided).build()) {
            assertThat(agent.resume(run).text()).isEqualTo(ANSWER);
        }
        assertThat(ledger.paid()).containsExactly(run + "/4.1");
    }

    private AgentResult repeated(UnaryOperator<AgentBuilder> agentOfNow, Ledger ledger) {
        List<JournalEntry> prefix = LeftRuns.upToLast(finished(new Ledger()), CallBegan.class);
        try (Agent agent = agentOfNow.apply(builder(model(), ledger, LeftRuns.of(prefix)))
                .outcomes(unknown -> OutcomeResolver.Answer.REPEAT)
                .build()) {
            return agent.resume(prefix.getFirst().runId());
        }
    }

    @Test
    void repetitionThatIsDeniedLeavesItUnknownWhetherTheCallTookEffect() {
        var ledger = new Ledger();
        AgentResult result = repeated(agent -> agent.deny("bank.pay:3"), ledger);
        assertThat(result.calls().getLast().outcome().textForModel()).contains("unknown", "not allowed");
        assertThat(ledger.paid()).isEmpty();
    }

    @Test
    void repetitionIsNoFurtherCallOfTheBudget() {
        var ledger = new Ledger();
        AgentResult result = repeated(agent -> agent.limits(RunLimits.DEFAULT.withCalls(5)), ledger);
        assertThat(result.stopReason()).isEqualTo(StopReason.ANSWERED);
        assertThat(result.cost().calls()).isEqualTo(5);
        assertThat(ledger.paid()).containsExactly(result.runId() + "/4.1");
    }

    @Test
    void replyThatCameIsNotAskedForAgain() {
        List<JournalEntry> prefix = LeftRuns.upToLast(finished(new Ledger()), JournalEntry.ModelReplied.class);
        StepModel model = model();
        var recorded = new RecordedRun();
        try (Agent agent = builder(model, new Ledger(), LeftRuns.of(prefix)).build()) {
            AgentResult result = agent.resume(Resumption.of(prefix.getFirst().runId()).by("second").listener(recorded));
            assertThat(result.text()).isEqualTo(ANSWER);
        }
        assertThat(model.requests()).isZero();
        assertThat(recorded.events().getFirst()).isInstanceOfSatisfying(AgentEvent.RunResumed.class,
                resumed -> assertThat(resumed.worker()).isEqualTo("second"));
        assertThat(recorded.events()).hasAtLeastOneElementOfType(AgentEvent.Thought.class);
    }

    @Test
    void replyToAnotherRequestIsNotUsed() {
        List<JournalEntry> prefix = LeftRuns.upToLast(finished(new Ledger()), JournalEntry.ModelReplied.class);
        StepModel model = model();
        var ledger = new Ledger();
        try (Agent agent = builder(model, ledger, LeftRuns.of(prefix)).tools(new Object[]{ledger, new Extra()})
                .build()) {
            assertThat(agent.resume(prefix.getFirst().runId()).text()).isEqualTo(ANSWER);
        }
        assertThat(model.requests()).isEqualTo(1);
    }

    /** A tool that the agent got since. */
    public static final class Extra {
        @Tool("Look up")
        @RequiresScope("bank.look")
        public String look() {
            return "nothing";
        }
    }

    @Test
    void runThatIsOverIsRefusedAndSoIsAnotherAgentsRun() {
        String run = finished(new Ledger()).getFirst().runId();
        int entries = journal.read(run).size();
        try (Agent agent = builder(model(), new Ledger(), journal).build()) {
            assertThatThrownBy(() -> agent.resume(run)).isInstanceOf(AgentException.class)
                    .hasMessageContaining("is over (ANSWERED)");
            assertThatThrownBy(() -> agent.resume("nothing-here")).isInstanceOf(AgentException.class)
                    .hasMessageContaining("no run nothing-here");
        }
        RunJournal left = LeftRuns.of(journal.read(run).subList(0, entries - 1));
        try (Agent agent = builder(model(), new Ledger(), left).name("other").build()) {
            assertThatThrownBy(() -> agent.resume(run)).isInstanceOf(AgentException.class)
                    .hasMessageContaining("begun by the agent 'clerk', and this one is 'other'");
        }
        assertThat(left.read(run)).hasSize(entries - 1);
        assertThat(journal.read(run)).hasSize(entries);
    }

    @Test
    void runThatSomebodyHoldsIsRefused() {
        List<JournalEntry> prefix = LeftRuns.upToLast(finished(new Ledger()), CallEnded.class);
        RunJournal left = LeftRuns.of(prefix);
        String run = prefix.getFirst().runId();
        try (Agent agent = builder(model(), new Ledger(), left).build(); var _ = left.claim(run)) {
            assertThatThrownBy(() -> agent.resume(run)).isInstanceOf(RunTakenException.class);
        }
    }

    @Test
    void agentThatLostTheToolOfACallUnderWayRefusesBeforeAnythingHappens() {
        List<JournalEntry> all = finished(new Ledger());
        for (Class<? extends JournalEntry> last : List.of(CallBegan.class, JournalEntry.CallJudged.class)) {
            RunJournal left = LeftRuns.of(LeftRuns.upToLast(all, last));
            String run = all.getFirst().runId();
            int entries = left.read(run).size();
            try (Agent agent = Agents.builder().name("clerk").model(model()).tools(new Extra()).journal(left).build()) {
                assertThatThrownBy(() -> agent.resume(run)).isInstanceOf(AgentException.class)
                        .hasMessageContaining("its call 4.1 is of the tool pay, which this agent does not have");
            }
            assertThat(left.read(run)).hasSize(entries);
        }
    }

    @Test
    void limitsCountWhatWasUsedBefore() {
        List<JournalEntry> prefix = LeftRuns.upToLast(finished(new Ledger()), CallEnded.class);
        StepModel model = model();
        try (Agent agent = builder(model, new Ledger(), LeftRuns.of(prefix))
                .limits(RunLimits.DEFAULT.withTurns(4))
                .build()) {
            AgentResult result = agent.resume(prefix.getFirst().runId());
            assertThat(result.stopReason()).isEqualTo(StopReason.TURN_LIMIT);
            assertThat(result.text()).isEqualTo(ANSWER);
        }
        assertThat(model.requests()).isEqualTo(1);
    }

    @Test
    void valueIsReadFromTheAnswerOfAResumedRun() {
        var ledger = new Ledger();
        StepModel model = StepModel.of(call("pay", "{\"invoice\": 1}"), text("1"));
        List<JournalEntry> all;
        try (Agent agent = builder(model, ledger, journal).build()) {
            assertThat(agent.run(AgentTask.of("How many?"), Integer.class)).isEqualTo(1);
            all = journal.read(journal.newest().orElseThrow());
        }
        RunJournal left = LeftRuns.of(LeftRuns.upToLast(all, CallEnded.class));
        try (Agent agent = builder(model, ledger, left).build()) {
            assertThat(agent.resume(all.getFirst().runId(), Integer.class)).isEqualTo(1);
        }
        assertThat(ledger.paid()).hasSize(1);
    }

    @Test
    void failedRunGoesOnWhereItFailed() {
        var ledger = new Ledger();
        var broken = ScriptedChatModel.of(call("pay", "{\"invoice\": 1}"),
                ScriptedReply.failing(new AuthenticationException("the key is gone")));
        try (Agent agent = builder(model(), ledger, journal).model(broken).build()) {
            assertThatThrownBy(() -> agent.run("Pay the invoices.")).isInstanceOf(AgentException.class);
        }
        String run = journal.newest().orElseThrow();
        try (Agent agent = builder(StepModel.of(text("unused"), text(ANSWER)), ledger, journal).build()) {
            assertThat(agent.resume(run).text()).isEqualTo(ANSWER);
        }
        assertThat(ledger.paid()).containsExactly(run + "/1.1");
    }

    @Test
    void runThatAGuardrailStoppedEndsBlockedEvenIfItsEndWasNotWritten() {
        Guardrail stops = new Guardrail() {
            @Override
            public String name() {
                return "strict";
            }

            @Override
            public GuardVerdict<ToolOutcome> onResult(RunSoFar sofar,
                    ToolExecutionRequest request,
                    ToolOutcome outcome) {
                return request.arguments().contains("2") ? GuardVerdict.stop("no second") : GuardVerdict.pass();
            }
        };
        List<JournalEntry> all;
        try (Agent agent = builder(model(), new Ledger(), journal).guardrail(stops).build()) {
            AgentResult result = agent.run("Pay the invoices.");
            assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
            all = journal.read(result.runId());
        }
        RunJournal left = LeftRuns.of(LeftRuns.upToLast(all, JournalEntry.GuardrailTripped.class));
        StepModel model = model();
        try (Agent agent = builder(model, new Ledger(), left).guardrail(stops).build()) {
            AgentResult result = agent.resume(all.getFirst().runId());
            assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
            assertThat(result.problem()).isEqualTo("no second");
        }
        assertThat(model.requests()).isZero();
    }
}
