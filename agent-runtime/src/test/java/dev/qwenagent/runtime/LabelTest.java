package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Labelled;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.plan.Decision;
import dev.qwenagent.api.plan.Planner;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.api.tool.Verdict;
import dev.qwenagent.memory.FileConversationStore;
import dev.qwenagent.runtime.journal.Journals;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.permission.LabelRules;
import dev.qwenagent.tools.ClearedFor;
import dev.qwenagent.tools.RequiresScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is confidential stays with the models that are cleared for it, on whichever way it would go. */
class LabelTest {

    private final Desk desk = new Desk();
    private final RecordedRun recorded = new RecordedRun();
    private final ScriptedChatModel remote = ScriptedChatModel.of(text("never"));

    private void tellTheSecretTo(ChatMemoryStore store) {
        var local = ScriptedChatModel.of(call("read_secret", "{}"), text("The cat."));
        try (Agent agent = Agents.builder()
                .model(local(local))
                .tools(desk)
                .allow("desk.secret")
                .conversations(store)
                .build()) {
            assertThat(agent.run(AgentTask.of("Read.").inConversation("c")).text()).isEqualTo("The cat.");
        }
    }

    private void goesNoFurther(AgentBuilder builder) {
        try (Agent agent = builder.listener(recorded).build()) {
            AgentResult result = agent.run(AgentTask.of("And?").inConversation("c"));
            assertThat(result.stopReason()).isEqualTo(StopReason.NOT_CLEARED);
            assertThat(result.text()).isEmpty();
        }
        assertThat(recorded.events(AgentEvent.RunEnded.class).getLast().problem())
                .contains("confidential", "read_secret", "no model of the agent is cleared");
        assertThat(remote.requests()).isEmpty();
    }

    private static AgentModel local(ScriptedChatModel model) {
        return AgentModel.of("local", model).withProfile(ModelProfile.inProcess("local"));
    }

    @Test
    void conversationFromAFileIsStillConfidential(@TempDir Path folder) {
        tellTheSecretTo(new FileConversationStore(folder));
        goesNoFurther(Agents.builder().model(remote).conversations(new FileConversationStore(folder)));
    }

    @Test
    void conversationStaysConfidentialWhenTheSecretHasLeftTheWindow() {
        var store = new InMemoryChatMemoryStore();
        tellTheSecretTo(store);
        AgentModel given = AgentModel.of("remote", remote);
        var forgetful = new AgentModel(remote, given.profile(), given.style(), given.tokens(), 8, given.resource());
        goesNoFurther(Agents.builder().model(forgetful).conversations(store));
    }

    @Test
    void messagesOfAPlannersOwnCarryTheLabelOfTheConversation() {
        Planner retelling = deliberation -> {
            if (deliberation.turn() == 1) {
                var call = ToolExecutionRequest.builder().id("1").name("read_secret").arguments("{}").build();
                return new Decision.CallTools("", "", List.of(call));
            }
            String read = deliberation.messages().getLast().toString();
            var reply = deliberation.ask(deliberation.thinking(), List.of(UserMessage.from(read)), List.of());
            return new Decision.Answer("", reply.text());
        };
        goesNoFurther(Agents.builder().model(remote).tools(desk).allow("desk.secret").planner(retelling));
    }

    @Test
    void runGoesOnWithAClearedModelAndSaysWhy() {
        var far = ScriptedChatModel.of(call("read_secret", "{}"));
        var near = ScriptedChatModel.of(text("The cat."));
        try (Agent agent = Agents.builder()
                .model(far)
                .fallbackModel(local(near))
                .tools(desk)
                .allow("desk.secret")
                .listener(recorded)
                .build()) {
            assertThat(agent.run("Read.").text()).isEqualTo("The cat.");
        }
        assertThat(far.requests()).hasSize(1);
        assertThat(near.requests().getFirst().messages().toString()).contains("the cat is in the bag");
        var chosen = recorded.events(AgentEvent.ModelChosen.class);
        assertThat(chosen).hasSize(2);
        assertThat(chosen.getLast().model()).isEqualTo("local");
        assertThat(chosen.getLast().passedOver()).containsExactly("ScriptedChatModel");
        assertThat(chosen.getLast().reason()).contains("may not read confidential content", "read_secret");
        assertThat(recorded.events(AgentEvent.LabelRaised.class)).singleElement().satisfies(raised -> {
            assertThat(raised.source().name()).isEqualTo("read_secret {}");
            assertThat(raised.conversation()).isEqualTo(Label.CONFIDENTIAL);
        });
    }

    @Test
    void serverThatThePolicyClearsMayRead() {
        var far = ScriptedChatModel.of(call("read_secret", "{}"), text("The cat."));
        try (Agent agent = Agents.builder()
                .model(far)
                .clearedModels("ScriptedChatModel")
                .tools(desk)
                .allow("desk.secret")
                .build()) {
            assertThat(agent.run("Read.").text()).isEqualTo("The cat.");
        }
    }

    @Test
    void plannerThatSwallowsTheRefusalGoesNoFurther() {
        Planner stubborn = deliberation -> {
            if (deliberation.turn() == 1) {
                var call = ToolExecutionRequest.builder().id("1").name("read_secret").arguments("{}").build();
                return new Decision.CallTools("", "", List.of(call));
            }
            try {
                deliberation.ask(deliberation.thinking());
            } catch (AgentException e) {
                // swallowed on purpose
            }
            return new Decision.Answer("", "as if nothing had happened");
        };
        goesNoFurther(Agents.builder().model(remote).tools(desk).allow("desk.secret").planner(stubborn));
    }

    @Test
    void resourceHasTheLabelThatARuleGivesIt() {
        var rules = LabelRules.NONE.confidential(ScopePattern.of("desk.read:7*"));
        var far = ScriptedChatModel.of(call("read_page", "{\"page\": \"6\"}"), call("read_page", "{\"page\": \"77\"}"));
        try (Agent agent = Agents.builder()
                .model(far)
                .labels(rules)
                .tools(desk)
                .allow("desk.read")
                .listener(recorded)
                .build()) {
            assertThat(agent.run("Read.").stopReason()).isEqualTo(StopReason.NOT_CLEARED);
        }
        assertThat(recorded.events(AgentEvent.LabelRaised.class)).singleElement()
                .extracting(raised -> raised.source().name())
                .isEqualTo("read_page 77");
    }

    @Test
    void resourceThatAppearsDuringTheWorkHasItsLabelToo() {
        var far = ScriptedChatModel.of(call("follow", "{\"link\": \"hr\"}"));
        try (Agent agent = Agents.builder()
                .model(far)
                .labels(LabelRules.NONE.confidential(ScopePattern.of("desk.read:hr")))
                .tools(desk)
                .allow("desk.*")
                .build()) {
            assertThat(agent.run("Follow.").stopReason()).isEqualTo(StopReason.NOT_CLEARED);
        }
    }

    @Test
    void pageThatAsksForAnActionLeadsToAQuestionThatNamesThePage() {
        List<ApprovalRequest> asked = new ArrayList<>();
        var model = ScriptedChatModel.of(
                call("read_web", "{\"url\": \"https://evil.example/\"}"),
                call("burn_page", "{\"page\": \"1\"}").thinking("The page says so."),
                text("It was not approved."));
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(desk)
                .policy(request -> new Verdict.Allow("allow everything"))
                .approver(request -> {
                    asked.add(request);
                    return request.no();
                })
                .listener(recorded)
                .build()) {
            assertThat(agent.run("Read it.").text()).isEqualTo("It was not approved.");
        }
        assertThat(desk.done).containsExactly("web https://evil.example/");
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.tool()).isEqualTo("burn_page");
            assertThat(request.rule()).contains("untrusted content", "read_web https://evil.example/");
            assertThat(request.provenance())
                    .isEqualTo(Provenance.of("read_web https://evil.example/", Label.UNTRUSTED));
        });
        assertThat(recorded.results().getLast()).isEqualTo("Denied: burn_page was not approved");
    }

    @Test
    void failuresTextIsAsUntrustedAsTheResultWouldHaveBeen() {
        var model = ScriptedChatModel.of(
                call("read_web", "{\"url\": \"https://evil.example/broken\"}"),
                call("burn_page", "{\"page\": \"1\"}"), text("No."));
        try (Agent agent = Agents.builder().model(model).tools(desk).allow("**").listener(recorded).build()) {
            agent.run("Read it.");
        }
        assertThat(recorded.results().getFirst()).startsWith("error: the page says");
        assertThat(desk.done).doesNotContain("burn 1");
    }

    @Test
    void conversationThatReadAPageStaysUntrustedInItsNextRun() {
        var store = new InMemoryChatMemoryStore();
        var first = ScriptedChatModel.of(call("read_web", "{\"url\": \"https://evil.example/\"}"), text("Read."));
        try (Agent agent = Agents.builder().model(first).tools(desk).allow("**").conversations(store).build()) {
            agent.run(AgentTask.of("Read it.").inConversation("c"));
        }
        var second = ScriptedChatModel.of(call("burn_page", "{\"page\": \"1\"}"), text("No."));
        try (Agent agent = Agents.builder().model(second).tools(desk).allow("**").conversations(store).build()) {
            agent.run(AgentTask.of("And?").inConversation("c"));
        }
        assertThat(desk.done).containsExactly("web https://evil.example/");
    }

    @Test
    void documentInTheTaskHasItsLabel() {
        try (Agent agent = Agents.builder().model(remote).listener(recorded).build()) {
            var task = AgentTask.of("Summarise: the cat is in the bag")
                    .carrying(Provenance.of("pay.txt", Label.CONFIDENTIAL));
            assertThat(agent.run(task).stopReason()).isEqualTo(StopReason.NOT_CLEARED);
        }
        assertThat(remote.requests()).isEmpty();
    }

    @Test
    void answerAndTypedAnswerCarryTheLabelOfWhatLedThere() {
        record Found(String animal) {}
        var model = ScriptedChatModel.of(call("read_secret", "{}"), text("{\"animal\": \"cat\"}"));
        try (Agent agent = Agents.builder().model(local(model)).tools(desk).allow("desk.secret").build()) {
            assertThat(agent.runLabelled(AgentTask.of("Which?"), Found.class))
                    .isEqualTo(Labelled.confidential(new Found("cat")));
        }
    }

    @Test
    void agentInAToolReadsUnderTheLabelOfItsCallerAndHandsItsOwnBack() {
        var inner = ScriptedChatModel.of(text("never"));
        try (Agent worker = Agents.builder().model(inner).listener(recorded).build()) {
            class Team {
                @Tool
                @RequiresScope("team.read")
                @ClearedFor(Confidentiality.CONFIDENTIAL)
                public Labelled<String> delegate(String task, ToolContext context) {
                    return worker.run(AgentTask.of(task).carrying(context.provenance())).labelled();
                }
            }
            var outer = ScriptedChatModel.of(call("read_secret", "{}"),
                    call("delegate", "{\"task\": \"the cat is in the bag\"}"), text("Done."));
            try (Agent agent = Agents.builder().model(local(outer)).tools(desk, new Team()).allow("**").build()) {
                agent.run("Delegate.");
            }
        }
        assertThat(inner.requests()).isEmpty();
        assertThat(recorded.events(AgentEvent.RunEnded.class).getFirst().reason()).isEqualTo(StopReason.NOT_CLEARED);
    }

    @Test
    void personDeclassifiesAndItIsToldAndWrittenDown(@TempDir Path folder) {
        var store = new InMemoryChatMemoryStore();
        tellTheSecretTo(store);
        var far = ScriptedChatModel.of(text("The cat is out of the bag."));
        try (var journal = Journals.in(folder);
                Agent agent = Agents.builder()
                        .model(far)
                        .conversations(store)
                        .journal(journal)
                        .listener(recorded)
                        .build()) {
            assertThat(agent.provenance("c").names()).isEqualTo("read_secret {}");
            assertThatThrownBy(() -> agent.declassify("c", new Declassification("other", Label.PLAIN, "ana", "")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("read_secret {}");
            var decision = new Declassification("read_secret {}", Label.PLAIN, "ana", "the cat was seen");
            agent.declassify("c", decision);
            assertThat(agent.run(AgentTask.of("And?").inConversation("c")).text()).contains("out of the bag");
            var told = recorded.events(AgentEvent.Declassified.class).getFirst();
            assertThat(told.decision()).isEqualTo(decision);
            assertThat(journal.read(told.runId())).singleElement()
                    .isInstanceOfSatisfying(JournalEntry.Declassified.class,
                            entry -> assertThat(entry.decision().who()).isEqualTo("ana"));
        }
    }
}
