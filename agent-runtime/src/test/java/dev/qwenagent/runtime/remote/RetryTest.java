package dev.qwenagent.runtime.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static dev.qwenagent.runtime.remote.ChatServer.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.qwenagent.runtime.retry.Backoff;
import dev.qwenagent.runtime.retry.RetryLater;
import dev.qwenagent.runtime.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a request is made again, and when it is not. */
@Timeout(60)
class RetryTest {

    private static final Backoff AT_ONCE = new Backoff(2, Duration.ofMillis(1));
    private static final RetryPolicy QUICK = new RetryPolicy(
            AT_ONCE, AT_ONCE, Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final RetryPolicy SLOW = new RetryPolicy(
            new Backoff(2, Duration.ofMinutes(5)), AT_ONCE, Duration.ofHours(1), Duration.ofHours(1));

    private final ChatServer server = new ChatServer();
    private final List<String> heard = new ArrayList<>();
    private final QwenChatModel model = server.builder(ServerFamily.MODEL_STUDIO)
            .retries(QUICK)
            .listener(new Hooks())
            .build();

    @AfterEach
    void stop() {
        model.close();
        server.close();
    }

    private static ResponseDefinitionBuilder busy() {
        return aResponse().withStatus(503).withBody("busy");
    }

    private static ResponseDefinitionBuilder hello() {
        return stream(events("stop", "{\"content\":\"Hello\"}"));
    }

    @Test
    void passingFailuresAreNotNoticedAndListenersHearOfOneRequest() {
        server.answersInTurn(busy(), aResponse().withStatus(429), hello());
        RecordedStream stream = ChatServer.ask(model);
        assertThat(stream.response().aiMessage().text()).isEqualTo("Hello");
        assertThat(stream.events()).containsExactly("text Hello");
        assertThat(server.requests()).isEqualTo(3);
        assertThat(heard).containsExactly("request", "response");
    }

    @Test
    void lastingFailureIsToldOnceItsRetriesAreUsedUp() {
        server.answers(busy());
        assertThat(ChatServer.ask(model).error()).isInstanceOf(InternalServerException.class);
        assertThat(server.requests()).isEqualTo(3);
        assertThat(heard).containsExactly("request", "error");
    }

    @ParameterizedTest
    @CsvSource({"400, invalid_parameter_error", "400, Arrearage", "401, invalid_api_key", "403, AccessDenied",
        "404, model_not_found", "429, PrepaidBillOverdue", "400, data_inspection_failed"})
    void whatWaitingDoesNotCureIsNotTriedAgain(int status, String code) {
        server.fails(status, "{\"error\":{\"message\":\"no\",\"code\":\"" + code + "\"}}");
        assertThat(ChatServer.ask(model).error()).isNotInstanceOf(RetriableException.class);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void nothingIsMadeAgainOnceAPieceWasTold() {
        server.answersInTurn(stream(event("{\"content\":\"Hel\"}", "null")), hello());
        RecordedStream stream = ChatServer.ask(model);
        assertThat(stream.error()).isInstanceOf(RetriableException.class);
        assertThat(stream.events()).containsExactly("text Hel");
        assertThat(server.requests()).isEqualTo(1);
        assertThat(heard).containsExactly("request", "error");
    }

    @Test
    void streamThatBrokeBeforeItsFirstPieceIsMadeAgain() {
        server.answersInTurn(stream(event("{\"content\":\"\",\"role\":\"assistant\"}", "null")), hello());
        assertThat(ChatServer.ask(model).events()).containsExactly("text Hello");
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void serverThatAsksForLongerThanThePolicyWaitsIsNotWaitedFor() {
        server.answersInTurn(aResponse().withStatus(429).withHeader("Retry-After", "30"), hello());
        Throwable error = ChatServer.ask(model).error();
        assertThat(error).isInstanceOf(RateLimitException.class)
                .hasMessageContaining("try again after 30 s")
                .isInstanceOfSatisfying(RetryLater.class,
                        later -> assertThat(later.retryAfter()).isEqualTo(Duration.ofSeconds(30)));
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void retryAfterMayBeADateAndIsComparedWithTheServersClock() {
        server.answers(aResponse().withStatus(503)
                .withHeader("Date", "Wed, 25 Nov 2026 10:00:00 GMT")
                .withHeader("Retry-After", "Wed, 25 Nov 2026 10:02:00 GMT"));
        assertThat(ChatServer.ask(model).error()).isInstanceOf(InternalServerException.class)
                .isInstanceOfSatisfying(RetryLater.class,
                        later -> assertThat(later.retryAfter()).isEqualTo(Duration.ofMinutes(2)));
    }

    @Test
    void unreadableRetryAfterIsNoPause() {
        server.answersInTurn(aResponse().withStatus(503).withHeader("Retry-After", "soon"), hello());
        assertThat(ChatServer.ask(model).response().aiMessage().text()).isEqualTo("Hello");
    }

    @Test
    void interruptEndsThePauseBeforeAnotherTry() throws InterruptedException {
        server.answers(busy());
        RecordedStream stream = new RecordedStream();
        try (QwenChatModel patient = server.builder(ServerFamily.VLLM).retries(SLOW).build()) {
            Thread caller = Thread.ofPlatform().start(() -> patient.chat(ChatServer.hello(), stream));
            while (server.requests() == 0) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            caller.join();
        }
        assertThat(stream.error()).isInstanceOf(CancellationException.class);
    }

    @Test
    void sameModelWithoutRetriesSharesItsConnections() {
        server.answers(busy());
        QwenChatModel once = model.withRetries(RetryPolicy.NONE);
        assertThat(ChatServer.ask(once).error()).isInstanceOf(InternalServerException.class);
        assertThat(server.requests()).isEqualTo(1);
        once.close();
        server.answers(hello());
        assertThat(ChatServer.ask(model).response().aiMessage().text()).isEqualTo("Hello");
    }

    @Test
    void blockingModelTellsItsListenersOnce() {
        server.answersInTurn(busy(), hello());
        assertThat(model.blocking().chat(ChatServer.hello()).aiMessage().text()).isEqualTo("Hello");
        assertThat(heard).containsExactly("request", "response");
    }

    private final class Hooks implements ChatModelListener {

        @Override
        public void onRequest(ChatModelRequestContext context) {
            heard.add("request");
        }

        @Override
        public void onResponse(ChatModelResponseContext context) {
            heard.add("response");
        }

        @Override
        public void onError(ChatModelErrorContext context) {
            heard.add("error");
        }
    }

    @Test
    void refusedKeyIsNotARetriableFailure() {
        server.fails(401, "{}");
        assertThat(ChatServer.ask(model).error()).isInstanceOf(AuthenticationException.class);
        assertThat(heard).containsExactly("request", "error");
    }
}
