package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.models.AgentModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentRunTest {

    private final Desk desk = new Desk();
    private final RecordedRun recorded = new RecordedRun();

    private AgentBuilder agent(ScriptedChatModel model) {
        return Agents.builder().model(model).tools(desk).listener(recorded);
    }

    private static List<ChatMessage> lastMessages(ScriptedChatModel model) {
        return model.requests().getLast().messages();
    }

    @Test
    void thinksCallsAndAnswers() {
        var model = ScriptedChatModel.of(
                call("read_page", "{\"page\": \"7\"}").thinking("I must read page 7."), text("It says hello."));
        AgentResult result;
        try (Agent agent = agent(model).allow("desk.read").build()) {
            result = agent.run("What does page 7 say?");
        }
        assertThat(result.text()).isEqualTo("It says hello.");
        assertThat(result.stopReason()).isEqualTo(StopReason.ANSWERED);
        assertThat(result.steps()).hasSize(2);
        assertThat(result.steps().getFirst().thinking()).isEqualTo("I must read page 7.");
        assertThat(desk.done).containsExactly("read 7");
        assertThat(recorded.thinking()).isEqualTo("I must read page 7.");
        assertThat(lastMessages(model).getLast()).isInstanceOfSatisfying(
                ToolExecutionResultMessage.class, message -> assertThat(message.text()).isEqualTo("page 7 says hello"));
    }

    @Test
    void tellsEventsInTheOrderOfTheFlow() {
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"7\"}").thinking("Read."), text("Hello."));
        try (Agent agent = agent(model).allow("desk.read").build()) {
            agent.run("go");
        }
        assertThat(recorded.events()).extracting(event -> event.getClass().getSimpleName())
                .containsExactly("RunStarted", "ModelChosen", "TurnStarted", "Thought", "ToolAnnounced",
                        "ToolRequested",
                        "PermissionDecided", "ToolFinished", "TurnStarted", "TextDelta", "Answered", "RunEnded");
    }

    @Test
    void deniedToolIsReportedToTheModelAndNotCalled() {
        var model = ScriptedChatModel.of(call("burn_page", "{\"page\": \"7\"}"), text("I may not."));
        try (Agent agent = agent(model).allow("desk.*").deny("desk.burn").build()) {
            AgentResult result = agent.run("Burn it.");
            assertThat(result.stopReason()).isEqualTo(StopReason.ANSWERED);
            assertThat(result.calls().getFirst().outcome()).isInstanceOf(ToolOutcome.Denied.class);
        }
        assertThat(desk.done).isEmpty();
        assertThat(recorded.results()).containsExactly("Denied: burn_page is not allowed");
        assertThat(((ToolExecutionResultMessage) lastMessages(model).getLast()).text()).startsWith("Denied: ");
    }

    @Test
    void whatNoRuleAllowsIsDenied() {
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"7\"}"), text("No."));
        try (Agent agent = agent(model).build()) {
            agent.run("Read it.");
        }
        assertThat(desk.done).isEmpty();
    }

    @Test
    void scopeThatAppearsDuringTheWorkGoesBackToTheGate() {
        var model = ScriptedChatModel.of(
                call("follow", "{\"link\": \"secret\"}"), call("follow", "{\"link\": \"a\"}"), text("Done."));
        try (Agent agent = agent(model).allow("desk.follow", "desk.read").deny("desk.read:secret").build()) {
            agent.run("Follow.");
        }
        assertThat(desk.done).containsExactly("began to follow secret", "began to follow a", "followed a");
        assertThat(recorded.results()).containsExactly("Denied: follow is not allowed", "arrived at a");
        assertThat(recorded.events(AgentEvent.ToolProgress.class)).hasSize(2);
    }

    @Test
    void failuresAreWrittenForTheModel() {
        var model = ScriptedChatModel.of(
                call("read_pag", "{}"), call("read_page", "{\"page\": "), call("break_down", "{}"), text("Sorry."));
        try (Agent agent = agent(model).allow("desk.read").build()) {
            agent.run("go");
        }
        assertThat(recorded.results()).hasSize(3).allMatch(result -> result.startsWith("error: "));
        assertThat(recorded.results().getFirst()).contains("read_page");
        assertThat(recorded.results().getLast()).contains("the desk broke down").doesNotContain("at dev.qwenagent");
    }

    @Test
    void severalCallsOfATurnAreMadeInTheModelsOrder() {
        var model = ScriptedChatModel.of(
                call("read_page", "{\"page\": \"1\"}").andCall("burn_page", "{\"page\": \"1\"}"), text("Done."));
        try (Agent agent = agent(model).allow("desk.*").build()) {
            agent.run("go");
        }
        assertThat(desk.done).containsExactly("read 1", "burn 1");
        assertThat(lastMessages(model)).hasSize(4);
    }

    @Test
    void turnLimitAsksOnceMoreForTheBestAnswer() {
        var model = ScriptedChatModel.of(
                call("read_page", "{\"page\": \"1\"}"), call("read_page", "{\"page\": \"2\"}"),
                text("Two pages read."));
        try (Agent agent = agent(model).allow("desk.read").limits(RunLimits.DEFAULT.withTurns(2)).build()) {
            AgentResult result = agent.run("Read all.");
            assertThat(result.stopReason()).isEqualTo(StopReason.TURN_LIMIT);
            assertThat(result.text()).isEqualTo("Two pages read.");
        }
        assertThat(model.requests().getLast().messages().getLast().toString()).contains("without calling a tool");
        assertThat(model.requests().getLast().toolSpecifications()).hasSameSizeAs(
                model.requests().getFirst().toolSpecifications());
    }

    @Test
    void callInTheLastReplyIsNotMade() {
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"1\"}"),
                call("burn_page", "{\"page\": \"1\"}"));
        try (Agent agent = agent(model).allow("desk.*").limits(RunLimits.DEFAULT.withTurns(1)).build()) {
            AgentResult result = agent.run("Read all.");
            assertThat(result.stopReason()).isEqualTo(StopReason.TURN_LIMIT);
            assertThat(result.text()).isEmpty();
        }
        assertThat(desk.done).containsExactly("read 1");
    }

    @Test
    void tokenLimitEndsTheRun() {
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"1\"}"), text("Enough."));
        try (Agent agent = agent(model).allow("desk.read").limits(RunLimits.DEFAULT.withTokens(1)).build()) {
            assertThat(agent.run("Read all.").stopReason()).isEqualTo(StopReason.TOKEN_LIMIT);
        }
    }

    @Test
    void longResultIsCutWithANote() {
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"1\"}"), text("Ok."));
        try (Agent agent = agent(model).allow("desk.read").limits(RunLimits.DEFAULT.withToolOutput(6)).build()) {
            agent.run("Read.");
        }
        assertThat(recorded.results()).containsExactly("page 1\n[cut: the first 6 of 17 characters]");
    }

    @Test
    void emptyReplyIsReconsidered() {
        var model = ScriptedChatModel.of(text(""), text("Now."));
        try (Agent agent = agent(model).build()) {
            assertThat(agent.run("Say.").text()).isEqualTo("Now.");
        }
        assertThat(recorded.events(AgentEvent.Reconsidered.class)).hasSize(1);
    }

    @Test
    void thoughtThatWasNeverClosedIsTheAnswer() {
        var model = ScriptedChatModel.of(new ScriptedReply("It is 42.", null, List.of(), null));
        try (Agent agent = agent(model).build()) {
            assertThat(agent.run("Say.").text()).isEqualTo("It is 42.");
        }
        assertThat(recorded.events(AgentEvent.ThoughtWasAnswer.class)).hasSize(1);
    }

    @Test
    void passingFailureIsTriedAgainAndTold() {
        var model = ScriptedChatModel.of(ScriptedReply.failing(new InternalServerException("busy")), text("Here."));
        try (Agent agent = agent(model).build()) {
            assertThat(agent.run("Say.").text()).isEqualTo("Here.");
        }
        assertThat(recorded.events(AgentEvent.ModelRetried.class)).hasSize(1);
    }

    @Test
    void lastingFailureEndsTheRunWithACompleteEventStream() {
        var model = ScriptedChatModel.of(ScriptedReply.failing(new AuthenticationException("bad key")));
        try (Agent agent = agent(model).build()) {
            assertThatThrownBy(() -> agent.run("Say."))
                    .isInstanceOf(AgentException.class)
                    .hasMessageContaining("bad key");
        }
        assertThat(recorded.events().getLast()).isInstanceOfSatisfying(
                AgentEvent.RunEnded.class, ended -> assertThat(ended.reason()).isEqualTo(StopReason.FAILED));
    }

    @Test
    void confidentialConversationNeverReachesARemoteModel() {
        var model = ScriptedChatModel.of(call("read_secret", "{}"), text("never"));
        try (Agent agent = agent(model).allow("desk.secret").build()) {
            assertThat(agent.run("Read.").stopReason()).isEqualTo(StopReason.NOT_CLEARED);
        }
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void confidentialConversationStaysWithAClearedModelAndKeepsItsLabel() {
        var store = new InMemoryChatMemoryStore();
        var local = ScriptedChatModel.of(call("read_secret", "{}"), text("The cat."));
        var cleared = AgentModel.of("local", local).withProfile(ModelProfile.inProcess("local"));
        try (Agent agent = agent(local).model(cleared).allow("desk.secret").conversations(store).build()) {
            assertThat(agent.run(AgentTask.of("Read.").inConversation("c")).text()).isEqualTo("The cat.");
        }
        var remote = ScriptedChatModel.of(text("never"));
        try (Agent agent = agent(remote).conversations(store).build()) {
            assertThat(agent.run(AgentTask.of("And?").inConversation("c")).stopReason())
                    .isEqualTo(StopReason.NOT_CLEARED);
        }
        assertThat(remote.requests()).isEmpty();
    }

    @Test
    void conversationGoesOnWhereItStopped() {
        var model = ScriptedChatModel.of(text("Hello Ana."), text("You are Ana."));
        try (Agent agent = agent(model).system("Be kind.").build()) {
            agent.run(AgentTask.of("I am Ana.").inConversation("c"));
            agent.run(AgentTask.of("Who am I?").inConversation("c"));
            assertThat(lastMessages(model)).hasSize(4);
            assertThat(lastMessages(model).get(1)).isEqualTo(UserMessage.from("I am Ana."));
            assertThat(((AiMessage) lastMessages(model).get(2)).text()).isEqualTo("Hello Ana.");
        }
    }

    @Test
    void closedAgentSaysSo() {
        Agent agent = agent(ScriptedChatModel.of()).build();
        agent.close();
        assertThatThrownBy(() -> agent.run("Say.")).isInstanceOf(AgentException.class).hasMessageContaining("closed");
    }
}
