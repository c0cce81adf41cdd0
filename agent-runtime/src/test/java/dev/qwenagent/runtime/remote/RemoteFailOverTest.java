package dev.qwenagent.runtime.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static dev.qwenagent.runtime.remote.ChatServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.Desk;
import dev.qwenagent.runtime.retry.Backoff;
import dev.qwenagent.runtime.retry.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that fails in the middle of a run, and another one that goes on. */
@Timeout(60)
class RemoteFailOverTest {

    private static final RetryPolicy QUICK = new RetryPolicy(new Backoff(1, Duration.ofMillis(1)),
            new Backoff(1, Duration.ofMillis(1)), Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final String CALL = """
            {"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"read_page","arguments":"{\\"page\\":\\"7\\"}"}}]}""";

    private final ChatServer first = new ChatServer();
    private final ChatServer other = new ChatServer();
    private final Desk desk = new Desk();
    private final RecordedRun recorded = new RecordedRun();

    @AfterEach
    void stop() {
        first.close();
        other.close();
    }

    private AgentResult run() {
        try (Agent agent = Agents.builder()
                .model(first.modelName())
                .fallbackModel(other.modelName())
                .retry(QUICK)
                .tools(desk)
                .allow("desk.read")
                .listener(recorded)
                .build()) {
            return agent.run("What does page 7 say?");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void otherServerGoesOnWithTheSameConversation(int status) throws JsonProcessingException {
        first.answersInTurn(stream(events("tool_calls", CALL)), aResponse().withStatus(status).withBody("{}"));
        other.streamsInTurn(events("stop", "{\"content\":\"It says hello.\"}"));
        AgentResult result = run();
        assertThat(result.text()).isEqualTo("It says hello.");
        assertThat(desk.done).containsExactly("read 7");
        assertThat(recorded.events(AgentEvent.ModelFailedOver.class)).singleElement()
                .satisfies(over -> assertThat(over.to()).isEqualTo(other.modelName()));
        assertThat(other.lastBody().path("messages").findValuesAsText("role"))
                .containsExactly("user", "assistant", "tool");
        assertThat(result.cost().models()).hasSize(2);
    }

    @Test
    void streamThatBreaksOffIsVoidAndCountsByEstimate() {
        first.answersInTurn(stream(event("{\"reasoning_content\":\"I must think of it\"}", "null")),
                stream(event("{\"reasoning_content\":\"I must think of it\"}", "null")));
        other.streamsInTurn(events("stop", "{\"content\":\"Hello.\"}"));
        AgentResult result = run();
        assertThat(result.text()).isEqualTo("Hello.");
        assertThat(recorded.events(AgentEvent.ModelRetried.class)).hasSize(1);
        assertThat(result.cost().models().getFirst().tokens().thinkingTokens()).isPositive();
    }

    @Test
    void requestThatIsWrongIsNotTakenToTheOtherServer() {
        first.answersInTurn(aResponse().withStatus(400).withBody("{\"error\":{\"message\":\"too long\"}}"));
        assertThatThrownBy(this::run).isInstanceOf(AgentException.class).hasMessageContaining("too long");
        assertThat(other.requests()).isZero();
    }
}
