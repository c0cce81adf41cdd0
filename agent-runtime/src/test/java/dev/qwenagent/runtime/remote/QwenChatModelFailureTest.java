package dev.qwenagent.runtime.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.qwenagent.runtime.remote.ChatServer.KEY;
import static dev.qwenagent.runtime.remote.ChatServer.ask;
import static dev.qwenagent.runtime.remote.ChatServer.event;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to fail, and the exception that says whether trying again can help. */
@Timeout(60)
class QwenChatModelFailureTest {

    private final ChatServer server = new ChatServer();
    private final QwenChatModel model = server.model(ServerFamily.MODEL_STUDIO);

    @AfterEach
    void stop() {
        model.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_parameter_error, InvalidRequestException",
        "400, data_inspection_failed, ContentFilteredException",
        "400, DataInspectionFailed, ContentFilteredException",
        "400, Arrearage, NonRetriableException",
        "400, InvalidParameter, InvalidRequestException",
        "401, invalid_api_key, AuthenticationException",
        "403, AccessDenied.Unpurchased, AuthenticationException",
        "403, AllocationQuota.FreeTierOnly, AuthenticationException",
        "404, model_not_found, ModelNotFoundException",
        "404, model_not_supported, ModelNotFoundException",
        "408, request_timeout, TimeoutException",
        "413, too_large, InvalidRequestException",
        "429, limit_requests, RateLimitException",
        "429, Throttling.RateQuota, RateLimitException",
        "429, limit_burst_rate, Limited",
        "429, Throttling.BurstRate, Limited",
        "429, insufficient_quota, RateLimitException",
        "429, Throttling.AllocationQuota, RateLimitException",
        "429, PrepaidBillOverdue, NonRetriableException",
        "429, CommodityNotPurchased, NonRetriableException",
        "500, internal_error, InternalServerException",
        "500, InternalError.Algo, InternalServerException",
        "500, RequestTimeOut, InternalServerException",
        "503, ModelServingError, InternalServerException",
        "503, ModelUnavailable, InternalServerException"})
    void statusAndCodeDecideTheException(int status, String code, String exception) {
        server.fails(status, """
                {"error":{"message":"What the server said","type":"t","param":null,"code":"%s"},"request_id":"r-17"}"""
                .formatted(code));
        Throwable error = failure(ask(model));
        assertThat(error.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(error).hasMessageContainingAll(String.valueOf(status), code, "What the server said", "r-17");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void exceptionsAnswerWhetherToTryAgain() {
        assertThat(RetriableException.class).isAssignableFrom(RateLimitException.class)
                .isAssignableFrom(InternalServerException.class)
                .isAssignableFrom(TimeoutException.class);
        assertThat(NonRetriableException.class).isAssignableFrom(AuthenticationException.class)
                .isAssignableFrom(InvalidRequestException.class)
                .isAssignableFrom(ContentFilteredException.class)
                .isAssignableFrom(ModelNotFoundException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | Range of input length should be [1, 129024]                                  | shorten the conversation
            400 | Repetitive tool calls detected                                               | end this run
            400 | The thinking_budget parameter must be a positive integer and not greater than 38912 | lower the thinking budget
            400 | Json mode response is not supported when enable_thinking is true             | turn thinking off
            400 | 'messages' must contain the word 'json' in some form                         | the word JSON
            400 | tool_choice is one of the strings that should be ["none", "auto"]            | (AUTO)
            400 | messages with role "tool" must be a response to a preceeding message with "tool_calls" | behind the reply
            401 | Incorrect API key provided                                                   | DASHSCOPE_BASE_URL
            403 | Access denied                                                                | its quota
            404 | Model not exist                                                              | check the model's name
            429 | You exceeded your current requests list                                      | answered 429
            """)
    void refusalSaysWhatToDo(int status, String said, String advice) {
        server.fails(status,
                "{\"error\":{\"message\":\"" + said.replace("\"", "\\\"") + "\"},\"request_id\":\"r-17\"}");
        assertThat(failure(ask(model))).hasMessageContainingAll(said, "request id r-17", advice);
    }

    @Test
    void keyOfAnotherServerIsNamed() {
        server.fails(401, "{\"error\":\"Unauthorized\"}");
        try (QwenChatModel own = server.model(ServerFamily.VLLM)) {
            assertThat(failure(ask(own))).hasMessageEndingWith("answered 401: Unauthorized; check OPENAI_API_KEY");
        }
    }

    @Test
    void numberOfTheStatusIsNotToldTwice() {
        server.fails(404, "{\"error\":{\"message\":\"no such model\",\"code\":404}}");
        assertThat(failure(ask(model))).hasMessageContaining("answered 404: no such model");
    }

    @Test
    void rateLimitSaysWhenToTryAgain() {
        server.answers(aResponse().withStatus(429).withHeader("Retry-After", "7").withBody("slow down"));
        assertThat(failure(ask(model))).isInstanceOf(RateLimitException.class)
                .hasMessageContainingAll("slow down", "try again after 7 s");
    }

    @Test
    void pageInPlaceOfAStreamNamesTheAddressAsTheSuspect() {
        server.answers(aResponse().withHeader("Content-Type", "text/html").withBody("<html>welcome</html>"));
        assertThat(failure(ask(model))).isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("text/html", "text/event-stream", "check that the address");
    }

    @Test
    void redirectIsNotFollowed() {
        server.answers(aResponse().withStatus(307).withHeader("Location", "/v1/elsewhere"));
        assertThat(failure(ask(model))).isInstanceOf(InvalidRequestException.class).hasMessageContaining("307");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void malformedChunkIsAnErrorAndNotSkipped() {
        server.streams(event("{\"content\":\"Hel\"}", "null") + "data: {\"choices\":[{\n\n" + events("stop"));
        RecordedStream stream = ask(model);
        assertThat(stream.events()).containsExactly("text Hel");
        assertThat(failure(stream)).isInstanceOf(InternalServerException.class)
                .hasMessageContainingAll("not JSON", "number 2", "3 of text");
    }

    @Test
    void errorInsideAStreamIsThatError() {
        server.streams(event("{\"content\":\"Hel\"}", "null") + """
                data: {"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}

                """);
        assertThat(failure(ask(model))).isInstanceOf(RateLimitException.class)
                .hasMessageContainingAll("You exceeded your current quota", "insufficient_quota");
    }

    @ParameterizedTest
    @CsvSource({"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "RANDOM_DATA_THEN_CLOSE"})
    void brokenConnectionMayBeTriedAgain(Fault fault) {
        server.answers(aResponse().withFault(fault));
        assertThat(failure(ask(model))).isInstanceOf(RetriableException.class);
    }

    @Test
    void connectionThatBreaksInTheMiddleOfAStreamMayBeTriedAgain() {
        server.answers(ChatServer.stream("ignored").withFault(Fault.MALFORMED_RESPONSE_CHUNK));
        assertThat(failure(ask(model))).isInstanceOf(RetriableException.class);
    }

    @Test
    void serverThatIsNotThereMayBeTriedAgain() {
        server.close();
        assertThat(failure(ask(model))).isInstanceOf(RetriableException.class)
                .hasMessageContaining("check that it runs");
    }

    @Test
    void silentServerTimesOut() {
        server.answers(ChatServer.stream(events("stop")).withFixedDelay(30_000));
        try (QwenChatModel hasty = server.builder(ServerFamily.MODEL_STUDIO)
                .readTimeout(Duration.ofMillis(200))
                .build()) {
            assertThat(failure(ask(hasty))).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void wholeCallIsBoundedHoweverSteadilyItTrickles() {
        server.answers(
                ChatServer.stream(events("stop", "{\"content\":\"slow\"}")).withChunkedDribbleDelay(300, 30_000));
        try (QwenChatModel hasty = server.builder(ServerFamily.MODEL_STUDIO)
                .callTimeout(Duration.ofMillis(500))
                .build()) {
            assertThat(failure(ask(hasty))).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void missingKeySaysWhichVariableToSet() {
        assertThatThrownBy(() -> QwenChatModel.builder().environment(Map.of()).build())
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("DASHSCOPE_API_KEY");
    }

    @Test
    void ownServerNeedsNoKey() {
        server.streams(events("stop", "{\"content\":\"ok\"}"));
        URI url = server.model(ServerFamily.PLAIN).endpoint().baseUrl();
        try (QwenChatModel own = QwenChatModel.builder().endpoint(Endpoint.openAi(url)).environment(Map.of()).build()) {
            assertThat(ask(own).response().aiMessage().text()).isEqualTo("ok");
        }
        assertThat(server.lastHeader("Authorization")).isNull();
    }

    @Test
    void keyAppearsInNoMessageTraceOrDescription() {
        server.fails(401, """
                {"error":{"message":"Incorrect API key provided: %s","code":"invalid_api_key"}}""".formatted(KEY));
        Throwable error = failure(ask(model));
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("Incorrect API key provided: ***").doesNotContain(KEY);
        assertThat(model.toString() + model.endpoint() + Secret.of(KEY)).doesNotContain(KEY);
    }

    private static Throwable failure(RecordedStream stream) {
        return Objects.requireNonNull(stream.error(), "expected an error");
    }
}
