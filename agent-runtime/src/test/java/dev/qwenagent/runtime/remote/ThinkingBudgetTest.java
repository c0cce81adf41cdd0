package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters.Thinking;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bound on thoughts over servers that know none. Four bytes count as one token. */
@Timeout(60)
class ThinkingBudgetTest {

    private static final String LONG_THOUGHT = events("stop", """
            {"reasoning":"One two "}""", """
            {"reasoning":"three fo"}""", """
            {"reasoning":"ur five "}""", """
            {"reasoning":"six."}""", """
            {"content":"Too late."}""");
    private static final String ANSWER = events("stop", """
            {"reasoning":"\\n\\n"}""", """
            {"content":"Here."}""");

    private final ChatServer server = new ChatServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private RecordedStream ask(ServerFamily family, QwenChatRequestParameters parameters) {
        RecordedStream stream = new RecordedStream();
        try (QwenChatModel model = server.model(family)) {
            model.chat(ChatServer.hello(parameters), stream);
        }
        return stream;
    }

    private static QwenChatRequestParameters budget(int tokens) {
        return QwenChatRequestParameters.builder().thinkingBudget(tokens).build();
    }

    @Test
    void thoughtIsCutAtTheFirstPieceOverTheBudgetAndTheAnswerAskedForWithoutThinking() throws JsonProcessingException {
        server.streamsInTurn(LONG_THOUGHT, ANSWER);
        RecordedStream stream = ask(ServerFamily.VLLM, budget(4));
        assertThat(stream.events()).containsExactly(
                "thought One two ", "thought three fo", "thought \n\n", "text Here.");
        assertThat(stream.response().aiMessage().thinking()).isEqualTo("One two three fo\n\n");
        assertThat(stream.response().aiMessage().text()).isEqualTo("Here.");
        assertThat(server.requests()).isEqualTo(2);
        JsonNode second = server.lastBody();
        assertThat(second.at("/chat_template_kwargs/enable_thinking").asBoolean(true)).isFalse();
        assertThat(second.path("messages")).hasSize(2);
        assertThat(second.at("/messages/1/role").asText()).isEqualTo("user");
        assertThat(second.at("/messages/1/content").asText()).contains("One two three fo", "Do not think any further");
    }

    @Test
    void usageCountsBothRequests() {
        server.streamsInTurn(LONG_THOUGHT, ANSWER);
        QwenTokenUsage usage = (QwenTokenUsage) ask(ServerFamily.VLLM, budget(4)).response().tokenUsage();
        assertThat(usage.inputTokenCount()).isEqualTo(22 + 22 - 4);
        assertThat(usage.outputTokenCount()).isEqualTo(17 + 4);
        assertThat(usage.reasoningTokens()).isEqualTo(5 + 4);
    }

    @Test
    void thoughtWithinTheBudgetIsOneRequest() {
        server.streams(LONG_THOUGHT);
        RecordedStream stream = ask(ServerFamily.SGLANG, budget(7));
        assertThat(stream.response().aiMessage().text()).isEqualTo("Too late.");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void serverThatKeepsTheBudgetIsLeftToIt() {
        server.streams(LONG_THOUGHT);
        assertThat(ask(ServerFamily.MODEL_STUDIO, budget(1)).response().aiMessage().text()).isEqualTo("Too late.");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void budgetBesideNoThinkingBoundsNothing() {
        server.streams(ANSWER);
        var parameters = QwenChatRequestParameters.builder().thinking(Thinking.OFF).thinkingBudget(1).build();
        assertThat(ask(ServerFamily.OLLAMA, parameters).response().aiMessage().text()).isEqualTo("Here.");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void modelThatGoesOnThinkingIsAFailureThatSaysWhy() {
        server.streamsInTurn(LONG_THOUGHT, LONG_THOUGHT);
        RecordedStream stream = ask(ServerFamily.PLAIN, budget(4));
        assertThat(stream.error()).isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContainingAll("went on thinking after its budget of 4 tokens", "name the kind of server");
        assertThat(stream.events()).containsExactly("thought One two ", "thought three fo");
    }

    @Test
    void cancellationHoldsForTheSecondRequestToo() throws InterruptedException {
        AtomicInteger requests = new AtomicInteger();
        CountDownLatch closed = new CountDownLatch(2);
        try (RawServer raw = new RawServer(connection -> {
            connection.beginStream();
            connection.chunk(requests.incrementAndGet() == 1 ? LONG_THOUGHT
                    : event("{\"content\":\"He\"}", "null"));
            connection.awaitClose();
            closed.countDown();
        }); QwenChatModel model = raw.builder(ServerFamily.VLLM).build()) {
            RecordedStream stream = new RecordedStream(StreamingHandle::cancel);
            model.chat(ChatServer.hello(budget(4)), stream);
            assertThat(stream.events()).endsWith("text He");
            assertThat(stream.isOver()).isFalse();
            closed.await();
        }
    }

    @Test
    void agentsBudgetIsHeldByName() throws JsonProcessingException {
        server.streamsInTurn(LONG_THOUGHT, ANSWER);
        RecordedRun recorded = new RecordedRun();
        try (Agent agent = Agents.builder()
                .model(server.modelName("ollama"))
                .thinking(ThinkingMode.AUTO.withBudget(4))
                .listener(recorded)
                .build()) {
            assertThat(agent.run("Count.").text()).isEqualTo("Here.");
        }
        assertThat(recorded.thinking()).isEqualTo("One two three fo\n\n");
        assertThat(server.lastBody().path("reasoning_effort")).isEqualTo(new ObjectMapper().readTree("\"none\""));
    }
}
