package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.guard.ThoughtGuardrail;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.Desk;
import dev.qwenagent.runtime.models.AgentModel;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The agent that runs in this process, on a model behind an address: only the model's name differs. */
class RemoteAgentTest {

    private final ChatServer server = new ChatServer();
    private final Desk desk = new Desk();
    private final RecordedRun recorded = new RecordedRun();

    @AfterEach
    void stop() {
        server.close();
    }

    private AgentResult run() {
        return run(server.modelName());
    }

    private AgentResult run(String model) {
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(desk)
                .allow("desk.read", "desk.secret")
                .listener(recorded)
                .build()) {
            return agent.run("What does page 7 say?");
        }
    }

    @Test
    void thinksCallsAndAnswers() {
        server.streamsInTurn(
                events("tool_calls", """
                {"content":null,"reasoning_content":"I must read page 7."}""",
                        """
                {"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"read_page","arguments":"{\\"page\\":"}}]}""",
                        """
                {"tool_calls":[{"index":0,"id":"","type":"function","function":{"arguments":" \\"7\\"}"}}]}"""),
                events("stop", """
                {"content":"It says hello."}"""));
        AgentResult result = run();
        assertThat(result.text()).isEqualTo("It says hello.");
        assertThat(recorded.thinking()).isEqualTo("I must read page 7.");
        assertThat(desk.done).containsExactly("read 7");
        assertThat(result.usage().inputTokenCount()).isEqualTo(44);
    }

    @Test
    void thinksCallsAndAnswersInTextWhereTheServerHasNoCalls() throws JsonProcessingException {
        server.streamsInTurn(
                events("stop", """
                {"content":"<think>I must read page 7.</think>\\n<tool_call>\\n{\\"name\\": \\"read_page\\", "}""",
                        """
                {"content":"\\"arguments\\": {\\"page\\": \\"7\\"}}\\n</tool_call>"}"""),
                events("stop", """
                {"content":"It says hello."}"""));
        AgentResult result = run(server.modelName().replace("openai:", "openai+json:"));
        assertThat(result.text()).isEqualTo("It says hello.");
        assertThat(recorded.thinking()).isEqualTo("I must read page 7.");
        assertThat(desk.done).containsExactly("read 7");
        assertThat(server.lastBody().has("tools")).isFalse();
        assertThat(server.lastBody().toString()).contains("page 7 says hello", "<tool_response>");
    }

    @Test
    void callsInXmlRunAWholeAgent() throws JsonProcessingException {
        server.streamsInTurn(
                events("stop", """
                {"content":"<think>I must read page 7.</think>\\n<tool_call>\\n<function=read_pa"}""",
                        """
                {"content":"ge>\\n<parameter=page>\\n7\\n</parameter>\\n</function>\\n</tool_call>"}"""),
                events("stop", """
                {"content":"It says hello."}"""));
        AgentResult result = run(server.modelName().replace("openai:", "openai+xml:"));
        assertThat(result.text()).isEqualTo("It says hello.");
        assertThat(recorded.thinking()).isEqualTo("I must read page 7.");
        assertThat(desk.done).containsExactly("read 7");
        assertThat(server.lastBody().get("messages").get(2).get("content").asText())
                .endsWith("<function=read_page>\n<parameter=page>\n7\n</parameter>\n</function>\n</tool_call>");
        assertThat(server.lastBody().toString()).contains("page 7 says hello", "<tool_response>");
    }

    @Test
    void linesOfReActRunAWholeAgentAndWhatTheModelObservesItselfIsForgotten() throws JsonProcessingException {
        server.streamsInTurn(
                events("stop", """
                {"content":"Thought: I must read page 7.\\nAction: read_page\\nAction In"}""",
                        """
                {"content":"put: {\\"page\\": \\"7\\"}\\nObservation: it is blank\\nFinal Answer: Nothing."}"""),
                events("stop", """
                {"content":"Thought: I know.\\nFinal Answer: It says hello.\\nObservation: thanks"}"""));
        AgentResult result = run(server.modelName().replace("openai:", "openai+react:"));
        assertThat(result.text()).isEqualTo("It says hello.");
        assertThat(desk.done).containsExactly("read 7");
        assertThat(recorded.thinking()).contains("I must read page 7.", "I know.");
        JsonNode conversation = server.lastBody().get("messages");
        assertThat(conversation.get(2).get("content").asText())
                .isEqualTo("Thought: I must read page 7.\nAction: read_page\nAction Input: {\"page\":\"7\"}");
        assertThat(conversation.get(3).get("content").asText()).isEqualTo("Observation: page 7 says hello");
    }

    @Test
    void lineOfThoughtWithNothingBehindItIsTheAnswer() {
        server.streams(events("stop", """
                {"content":"Thought: It says hello."}"""));
        assertThat(run(server.modelName().replace("openai:", "openai+react:")).text()).isEqualTo("It says hello.");
        assertThat(recorded.events(AgentEvent.ThoughtWasAnswer.class)).hasSize(1);
    }

    @Test
    void brokenCallInTextIsWrittenAgainAfterTheModelWasTold() throws JsonProcessingException {
        server.streamsInTurn(
                events("stop", """
                {"content":"Action: read_page\\nAction Input: page 7"}"""),
                events("stop", """
                {"content":"Action: read_page\\nAction Input: {\\"page\\": \\"7\\"}"}"""),
                events("stop", """
                {"content":"Final Answer: It says hello."}"""));
        assertThat(run(server.modelName().replace("openai:", "openai+react:")).text()).isEqualTo("It says hello.");
        assertThat(desk.done).containsExactly("read 7");
        assertThat(server.lastBody().toString()).contains("error: the tool call could not be read");
    }

    private void callsTheSecret() {
        server.streamsInTurn(events("tool_calls",
                """
                {"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"read_secret","arguments":"{}"}}]}"""));
    }

    @Test
    void noByteOfAConfidentialResultIsInAnyRequestThatLeftAndTheRunStopsWithTheReason() {
        callsTheSecret();
        AgentResult result = run();
        assertThat(result.stopReason()).isEqualTo(StopReason.NOT_CLEARED);
        assertThat(desk.done).containsExactly("secret");
        assertThat(server.bodies()).hasSize(1).noneMatch(body -> body.contains("cat"));
        assertThat(recorded.events(AgentEvent.RunEnded.class).getFirst().problem()).contains("confidential",
                "read_secret");
    }

    @Test
    void noByteOfAConfidentialResultIsInAnyRequestThatLeftAndTheRunGoesOnInThisProcess() {
        callsTheSecret();
        var near = ScriptedChatModel.of(ScriptedReply.text("It is about a cat."));
        try (Agent agent = Agents.builder()
                .model(server.modelName())
                .fallbackModel(AgentModel.of("near", near).withProfile(ModelProfile.inProcess("near")))
                .tools(desk)
                .allow("desk.secret")
                .listener(recorded)
                .build()) {
            assertThat(agent.run("What is the secret?").text()).isEqualTo("It is about a cat.");
        }
        assertThat(server.bodies()).hasSize(1).noneMatch(body -> body.contains("cat"));
        assertThat(near.requests().getFirst().messages().toString()).contains("the cat is in the bag");
    }

    @Test
    @Timeout(30)
    void thoughtIsCutWhileTheServerIsStillStreaming() {
        String[] thoughts = new String[200];
        Arrays.fill(thoughts, "{\"reasoning_content\":\"burn it \"}");
        server.answers(ChatServer.stream(events("stop", thoughts)).withChunkedDribbleDelay(200, 120_000));
        ThoughtGuardrail guardrail = new ThoughtGuardrail() {
            @Override
            public GuardVerdict<Void> onThinking(RunSoFar run, String thought) {
                return thought.contains("burn it burn it") ? GuardVerdict.stop("arson") : GuardVerdict.pass();
            }
        };
        try (Agent agent = Agents.builder()
                .model(server.modelName())
                .guardrail(guardrail)
                .listener(recorded)
                .build()) {
            assertThat(agent.run("What does page 7 say?").stopReason()).isEqualTo(StopReason.BLOCKED);
        }
        assertThat(recorded.thinking()).isEqualTo("burn it ");
    }

    @Test
    void refusedKeyEndsTheRunWithTheServersWords() {
        server.fails(401,
                """
                {"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","code":"invalid_api_key"}}""");
        assertThatThrownBy(this::run)
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("Incorrect API key provided")
                .hasMessageContaining("#qwen3-max");
    }

    @Test
    void addressWithAPasswordIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> Agents.builder().model("openai:http://ana:secret@localhost/v1#x").build())
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("localhost")
                .hasMessageNotContaining("secret");
    }
}
