package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters.Builder;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters.Thinking;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Model Studio offers beside the model, what it refuses, and that other servers are not asked for it. */
class ModelStudioServicesTest {

    private static final ToolSpecification NOW = ToolSpecification.builder().name("now").build();

    private final ChatServer server = new ChatServer();

    @BeforeEach
    void answer() {
        server.streams(events("stop", "{\"content\":\"ok\"}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> services() {
        return Stream.of(
                Arguments.of(builder().webSearch(WebSearch.WHEN_NEEDED), "{\"enable_search\":true}"),
                Arguments.of(
                        builder().webSearch(WebSearch.ALWAYS.withStrategy(WebSearch.Strategy.AGENT_MAX)
                                .showing(WebSearch.Shows.CITATIONS)),
                        """
                        {"enable_search":true,"search_options":{"forced_search":true,"search_strategy":"agent_max",
                         "enable_source":true,"enable_citation":true}}"""),
                Arguments.of(builder().codeInterpreter(true), "{\"enable_code_interpreter\":true}"),
                Arguments.of(builder().highResolutionImages(true), "{\"vl_high_resolution_images\":true}"),
                Arguments.of(builder().speech("Cherry"), """
                        {"modalities":["text","audio"],"audio":{"voice":"Cherry","format":"wav"}}"""),
                Arguments.of(builder().repetitionPenalty(1.05), "{\"repetition_penalty\":1.05}"),
                Arguments.of(builder().logProbabilities(3), "{\"logprobs\":true,\"top_logprobs\":3}"),
                Arguments.of(builder().extra("n", 1).extra("skill", "deep_research"), """
                        {"n":1,"skill":"deep_research"}"""),
                Arguments.of(builder().toolSpecifications(NOW).toolStream(true), """
                        {"tools":[{"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}}],
                         "tool_stream":true}"""));
    }

    @ParameterizedTest
    @MethodSource("services")
    void serviceIsAskedForInItsOwnFields(Builder parameters, String fields) throws JsonProcessingException {
        JsonNode body = server.sent(ServerFamily.MODEL_STUDIO, ChatServer.hello(parameters.build()));
        json(fields).properties()
                .forEach(field -> assertThat(body.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
    }

    @Test
    void otherServersAreRefusedServicesWhoseLackWouldChangeTheAnswer() {
        for (Builder own : new Builder[]{builder().webSearch(WebSearch.ALWAYS), builder().codeInterpreter(true),
            builder().highResolutionImages(true), builder().speech("Cherry")}) {
            assertThat(refusal(ServerFamily.VLLM, ChatServer.hello(own.build())))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("is a service of Model Studio");
        }
    }

    @Test
    void otherServersHaveTheirOwnNames() throws JsonProcessingException {
        var parameters = builder().toolSpecifications(NOW)
                .toolStream(true)
                .repetitionPenalty(1.1)
                .cache(CachePoint.TOOLS, CachePoint.CONVERSATION)
                .build();
        JsonNode llama = server.sent(ServerFamily.LLAMA_CPP, ChatServer.hello(parameters));
        assertThat(llama.path("repeat_penalty").asDouble()).isEqualTo(1.1);
        assertThat(llama.has("tool_stream")).isFalse();
        assertThat(llama.toString()).doesNotContain("cache_control");
        assertThat(server.sent(ServerFamily.VLLM, ChatServer.hello(parameters)).path("repetition_penalty").asDouble())
                .isEqualTo(1.1);
    }

    static Stream<Arguments> refused() {
        var two = builder().toolSpecifications(NOW, ToolSpecification.builder().name("then").build());
        return Stream.of(
                Arguments.of(builder().temperature(2.0), InvalidRequestException.class, "temperature"),
                Arguments.of(builder().topP(0.0), InvalidRequestException.class, "topP"),
                Arguments.of(builder().seed(-1L), InvalidRequestException.class, "seed"),
                Arguments.of(builder().seed(1L << 31), InvalidRequestException.class, "seed"),
                Arguments.of(builder().logProbabilities(6), InvalidRequestException.class, "0 to 5; found 6"),
                Arguments.of(builder().frequencyPenalty(1.0), UnsupportedFeatureException.class, "presencePenalty"),
                Arguments.of(builder().toolSpecifications(ToolSpecification.builder().name("search").build()),
                        InvalidRequestException.class, "not 'search'"),
                Arguments.of(builder().toolSpecifications(ToolSpecification.builder().name("a.b").build()),
                        InvalidRequestException.class, "found 'a.b'"),
                Arguments.of(builder().toolSpecifications(ToolSpecification.builder().name("a".repeat(65)).build()),
                        InvalidRequestException.class, "1 to 64"),
                Arguments.of(two.toolChoice(ToolChoice.REQUIRED), UnsupportedFeatureException.class, "one of 2 tools"),
                Arguments.of(builder().toolSpecifications(NOW).toolChoice(ToolChoice.REQUIRED).thinking(Thinking.ON),
                        UnsupportedFeatureException.class, "that thinks"),
                Arguments.of(builder().codeInterpreter(true).thinking(Thinking.OFF), UnsupportedFeatureException.class,
                        "turn thinking on"),
                Arguments.of(builder().speech("Cherry").thinking(Thinking.ON), UnsupportedFeatureException.class,
                        "does not speak"),
                Arguments.of(builder().responseFormat(ResponseFormat.JSON), InvalidRequestException.class, "JSON"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatTheServiceRulesOutIsRefusedBeforeSending(Builder parameters, Class<?> exception, String message) {
        assertThat(refusal(ServerFamily.MODEL_STUDIO, ChatServer.hello(parameters.build()))).isInstanceOf(exception)
                .hasMessageContaining(message);
    }

    private Throwable refusal(ServerFamily family, ChatRequest request) {
        RecordedStream stream = new RecordedStream();
        try (QwenChatModel model = server.model(family)) {
            model.chat(request, stream);
        }
        assertThat(server.requests()).isZero();
        return stream.error();
    }

    @Test
    void cachePointsAreMarkedWhereTheyStand() throws JsonProcessingException {
        ChatRequest request = ChatRequest.builder()
                .messages(SystemMessage.from("Be brief."), UserMessage.from("Hello"))
                .parameters(builder().toolSpecifications(NOW)
                        .cache(CachePoint.INSTRUCTIONS, CachePoint.TOOLS, CachePoint.CONVERSATION)
                        .build())
                .build();
        JsonNode body = server.sent(ServerFamily.MODEL_STUDIO, request);
        assertThat(body.path("messages")).isEqualTo(json("""
                [{"role":"system","content":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}]},
                 {"role":"user","content":[{"type":"text","text":"Hello","cache_control":{"type":"ephemeral"}}]}]"""));
        assertThat(body.at("/tools/0/cache_control/type").asText()).isEqualTo("ephemeral");
    }

    @Test
    void headersOfOnesOwnGoAlongAndTheKeyIsNotAmongThem() {
        try (QwenChatModel model = server.builder(ServerFamily.MODEL_STUDIO)
                .header("X-DashScope-DataInspection", "{\"input\":\"cip\",\"output\":\"cip\"}")
                .build()) {
            ChatServer.ask(model).response();
        }
        assertThat(server.lastHeader("X-DashScope-DataInspection")).contains("cip");
        assertThat(catchThrowable(() -> server.builder(ServerFamily.PLAIN).header("authorization", "Bearer x")))
                .hasMessageContaining("apiKey");
    }

    private static Builder builder() {
        return QwenChatRequestParameters.builder();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
