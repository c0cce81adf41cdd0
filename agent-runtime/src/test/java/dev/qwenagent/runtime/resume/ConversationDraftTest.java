package dev.qwenagent.runtime.resume;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.failing;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.memory.FileConversationStore;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.Desk;
import dev.qwenagent.runtime.permission.LaterApprovals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves in its conversation, however it ends and wherever its process died. */
@Timeout(60)
class ConversationDraftTest {

    @TempDir
    private Path folder;

    private final InMemoryRunJournal journal = new InMemoryRunJournal();
    private final Ledger ledger = new Ledger();
    private ChatMemoryStore store;

    @BeforeEach
    void open() {
        store = new FileConversationStore(folder);
    }

    private AgentBuilder builder(StreamingChatModel model) {
        return Agents.builder()
                .name("clerk")
                .system("Be brief.")
                .model(model)
                .tools(ledger)
                .allow("bank.*")
                .conversations(store)
                .journal(journal);
    }

    private static AgentTask task(String text) {
        return AgentTask.of(text).inConversation("c");
    }

    private List<String> conversation() {
        List<String> said = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        for (ChatMessage message : store.getMessages("c")) {
            switch (message) {
                case UserMessage user -> said.add("user: " + user.singleText());
                case AiMessage ai -> {
                    assertThat(waiting).as("calls without an answer before " + ai).isEmpty();
                    ai.toolExecutionRequests().forEach(request -> waiting.add(request.id()));
                    said.add(ai.text() == null ? "calls" : "agent: " + ai.text());
                }
                case ToolExecutionResultMessage result -> {
                    assertThat(waiting.remove(result.id())).as("the call of " + result).isTrue();
                    said.add(result.text());
                }
                default -> said.add("system");
            }
        }
        assertThat(waiting).as("calls without an answer").isEmpty();
        return said;
    }

    private void greeted() {
        try (Agent agent = builder(ScriptedChatModel.of(text("Hello."))).build()) {
            agent.run(task("Hi."));
        }
        assertThat(conversation()).containsExactly("system", "user: Hi.", "agent: Hello.");
    }

    private static ScriptedChatModel paying() {
        return ScriptedChatModel.of(call("pay", "{\"invoice\": 1}"), text("Paid."));
    }

    private static final String[] PAID = {"system", "user: Hi.", "agent: Hello.", "user: Pay.", "calls",
        "paid invoice 1", "agent: Paid."};

    @Test
    void failedModelLeavesTheConversationAsItWasAndTheTaskWithTheRun() {
        greeted();
        var broken = ScriptedChatModel.of(call("pay", "{\"invoice\": 1}"),
                failing(new AuthenticationException("the key is gone")));
        try (Agent agent = builder(broken).build()) {
            assertThatThrownBy(() -> agent.run(task("Pay."))).isInstanceOf(AgentException.class);
        }
        assertThat(conversation()).containsExactly("system", "user: Hi.", "agent: Hello.");
        try (Agent agent = builder(ScriptedChatModel.of(text("Paid."))).build()) {
            agent.resume(journal.newest().orElseThrow());
        }
        assertThat(conversation()).containsExactly(PAID);
    }

    @Test
    void runThatIsPutDownJoinsTheConversationWhenItEnds() {
        greeted();
        String run;
        try (Agent agent = builder(paying()).ask("bank.pay").approver(Approver.PUT_DOWN).build()) {
            AgentResult result = agent.run(task("Pay."));
            assertThat(result.stopReason()).isEqualTo(StopReason.SUSPENDED);
            run = result.runId();
        }
        assertThat(conversation()).containsExactly("system", "user: Hi.", "agent: Hello.");
        try (Agent agent = builder(ScriptedChatModel.of(text("It rains."))).build()) {
            agent.run(task("How is the weather?"));
        }
        new LaterApprovals(journal, InstantSource.system()).approve(run,
                Approval.Extent.ONCE, "ana");
        try (Agent agent = builder(ScriptedChatModel.of(text("Paid."))).ask("bank.pay").build()) {
            agent.resume(run);
        }
        assertThat(conversation()).containsExactly("system", "user: Hi.", "agent: Hello.", "user: How is the weather?",
                "agent: It rains.", "user: Pay.", "calls", "paid invoice 1", "agent: Paid.");
    }

    @Test
    void cancelledRunLeavesWholeTurnsAndItsResumptionTakesTheirPlace() {
        greeted();
        var ending = new CancellationSource();
        String run;
        try (Agent agent = builder(paying()).build()) {
            AgentResult result = agent.run(task("Pay.").endingWith(ending).listener(event -> {
                if (event instanceof AgentEvent.PermissionDecided) {
                    ending.cancel();
                }
            }));
            assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
            run = result.runId();
        }
        assertThat(conversation()).hasSize(6).startsWith("system", "user: Hi.", "agent: Hello.", "user: Pay.", "calls");
        try (Agent agent = builder(ScriptedChatModel.of(text("It rains."))).build()) {
            agent.run(task("How is the weather?"));
        }
        try (Agent agent = builder(ScriptedChatModel.of(text("Paid.")))
                .outcomes(unknown -> OutcomeResolver.Answer.REPEAT)
                .build()) {
            assertThat(agent.resume(run).text()).isEqualTo("Paid.");
        }
        assertThat(conversation()).containsExactly("system", "user: Hi.", "agent: Hello.", "user: Pay.", "calls",
                "paid invoice 1", "agent: Paid.", "user: How is the weather?", "agent: It rains.");
        assertThat(ledger.paid()).containsExactly(run + "/1.1");
    }

    @Test
    void processThatDiedBetweenTheConversationAndTheJournalsEndSaysNothingTwice() {
        greeted();
        List<JournalEntry> all;
        try (Agent agent = builder(paying()).build()) {
            all = journal.read(agent.run(task("Pay.")).runId());
        }
        assertThat(conversation()).containsExactly(PAID);
        RunJournal left = LeftRuns.of(all.subList(0, all.size() - 1));
        try (Agent agent = builder(ScriptedChatModel.of()).journal(left).build()) {
            assertThat(agent.resume(all.getFirst().runId()).text()).isEqualTo("Paid.");
        }
        assertThat(conversation()).containsExactly(PAID);
    }

    @Test
    void limitLeavesWholeTurns() {
        greeted();
        try (Agent agent = builder(paying()).limits(RunLimits.DEFAULT.withTurns(1)).build()) {
            assertThat(agent.run(task("Pay.")).stopReason()).isEqualTo(StopReason.TURN_LIMIT);
        }
        assertThat(conversation()).containsExactly(PAID);
    }

    @Test
    void callThatTookTooLongHasItsAnswerInTheConversation() {
        greeted();
        var model = ScriptedChatModel.of(call("sleep", "{}"), text("It slept."));
        try (Agent agent = builder(model).tools(new Desk()).allow("desk.*").toolTime(Duration.ofMillis(1)).build()) {
            agent.run(task("Sleep."));
        }
        assertThat(conversation()).hasSize(7).endsWith("agent: It slept.");
    }

    @Test
    void runThatFailsAfterItWasCancelledAndResumedStillTakesThePlaceOfWhatItLeft() {
        greeted();
        var ending = new CancellationSource();
        String run;
        try (Agent agent = builder(paying()).build()) {
            run = agent.run(task("Pay.").endingWith(ending).listener(event -> {
                if (event instanceof AgentEvent.ToolFinished) {
                    ending.cancel();
                }
            })).runId();
        }
        try (Agent agent = builder(ScriptedChatModel.of(failing(new AuthenticationException("gone")))).build()) {
            assertThatThrownBy(() -> agent.resume(run)).isInstanceOf(AgentException.class);
        }
        try (Agent agent = builder(ScriptedChatModel.of(text("Paid."))).build()) {
            agent.resume(run);
        }
        assertThat(conversation()).containsExactly(PAID);
        assertThat(ledger.paid()).hasSize(1);
    }
}
