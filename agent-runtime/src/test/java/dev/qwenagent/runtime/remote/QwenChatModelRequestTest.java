package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.KEY;
import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters.Thinking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent for a request, to each family of servers. */
class QwenChatModelRequestTest {

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .description("Get the weather of a city")
            .parameters(JsonObjectSchema.builder().addStringProperty("city", "The city").required("city").build())
            .build();

    private final ChatServer server = new ChatServer();

    @BeforeEach
    void answer() {
        server.streams(events("stop", "{\"content\":\"ok\"}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void plainRequestStreamsAndAsksForUsage() throws JsonProcessingException {
        assertThat(sent(ServerFamily.MODEL_STUDIO, ChatServer.hello())).isEqualTo(json("""
                {"model":"qwen3-max","messages":[{"role":"user","content":"Hello"}],
                 "stream":true,"stream_options":{"include_usage":true}}"""));
        assertThat(server.lastHeader("Authorization")).isEqualTo("Bearer " + KEY);
    }

    @Test
    void conversationIsWrittenMessageByMessage() throws JsonProcessingException {
        assertThat(sent(ServerFamily.MODEL_STUDIO, conversation(null)).path("messages")).isEqualTo(json("""
                [{"role":"system","content":"Be brief."},
                 {"role":"user","content":"Weather in Oslo?"},
                 {"role":"assistant","content":"","reasoning_content":"I look it up.",
                  "tool_calls":[{"id":"a","type":"function","function":{"name":"weather","arguments":"{\\"city\\": \\"Oslo\\"}"}}]},
                 {"role":"tool","tool_call_id":"a","content":"rain"}]"""));
    }

    @Test
    void thoughtsSinceTheNewestQuestionAreSentBackAndAllOrNoneOnRequest() throws JsonProcessingException {
        JsonNode all = sent(ServerFamily.MODEL_STUDIO, conversation(true));
        assertThat(all.at("/messages/2/reasoning_content").asText()).isEqualTo("I look it up.");
        assertThat(all.path("preserve_thinking").asBoolean()).isTrue();
        assertThat(sent(ServerFamily.MODEL_STUDIO, conversation(false)).at("/messages/2").has("reasoning_content"))
                .isFalse();
        List<ChatMessage> gone = new ArrayList<>(conversation(null).messages());
        gone.add(AiMessage.builder().thinking("It rains.").text("Rain.").build());
        gone.add(UserMessage.from("And in Rome?"));
        JsonNode since = sent(ServerFamily.MODEL_STUDIO, ChatRequest.builder().messages(gone).build());
        assertThat(since.findValues("reasoning_content")).isEmpty();
        JsonNode kept = sent(ServerFamily.MODEL_STUDIO, ChatRequest.builder()
                .messages(gone)
                .parameters(QwenChatRequestParameters.builder().preserveThinking(true).build())
                .build());
        assertThat(kept.findValuesAsText("reasoning_content")).containsExactly("I look it up.", "It rains.");
    }

    @Test
    void resultsWrittenAsTextAreNoQuestion() throws JsonProcessingException {
        ChatRequest request = ChatRequest.builder()
                .messages(
                        UserMessage.from("Weather in Oslo?"),
                        AiMessage.builder().thinking("I look it up.").text("<tool_call>...</tool_call>").build(),
                        UserMessage.from("<tool_response>\nrain\n</tool_response>"))
                .parameters(QwenChatRequestParameters.builder().thinking(Thinking.OFF).build())
                .build();
        assertThat(sent(ServerFamily.SGLANG, request).at("/messages/1/reasoning_content").asText())
                .isEqualTo("I look it up.");
        assertThat(sent(ServerFamily.SOFT_SWITCH, request).path("messages").findValuesAsText("content"))
                .startsWith("Weather in Oslo? /no_think")
                .endsWith("<tool_response>\nrain\n</tool_response>");
    }

    @ParameterizedTest
    @CsvSource({"MODEL_STUDIO, reasoning_content", "VLLM, reasoning", "SGLANG, reasoning_content",
        "LLAMA_CPP, reasoning_content", "OLLAMA, reasoning", "CHAT_TEMPLATE, reasoning_content"})
    void thoughtGoesBackInTheFieldOfTheServersKind(ServerFamily family, String field) throws JsonProcessingException {
        assertThat(sent(family, conversation(null)).at("/messages/2/" + field).asText()).isEqualTo("I look it up.");
        assertThat(sent(ServerFamily.PLAIN, conversation(null)).at("/messages/2").has(field)).isFalse();
    }

    @Test
    void toolsAreWrittenInTheOrderModelsWereTrainedOn() throws JsonProcessingException {
        JsonNode body = sent(ServerFamily.MODEL_STUDIO, with(QwenChatRequestParameters.builder()
                .toolSpecifications(WEATHER, ToolSpecification.builder().name("now").build())
                .parallelToolCalls(true)
                .build()));
        assertThat(body.path("tools").toString()).isEqualTo("""
                [{"type":"function","function":{"name":"weather","description":"Get the weather of a city",\
                "parameters":{"type":"object","properties":{"city":{"type":"string","description":"The city"}},\
                "required":["city"]}}},\
                {"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}}]""");
        assertThat(body.path("parallel_tool_calls").asBoolean()).isTrue();
    }

    @Test
    void samplingAndLimitsAreWritten() throws JsonProcessingException {
        QwenChatRequestParameters parameters = QwenChatRequestParameters.builder()
                .modelName("qwen-plus")
                .temperature(0.7)
                .topP(0.8)
                .topK(20)
                .presencePenalty(1.5)
                .maxOutputTokens(100)
                .stopSequences("END")
                .seed(42L)
                .extra("enable_search", true)
                .build();
        assertThat(sent(ServerFamily.MODEL_STUDIO, with(parameters))).isEqualTo(json("""
                {"model":"qwen-plus","messages":[{"role":"user","content":"Hello"}],
                 "temperature":0.7,"top_p":0.8,"top_k":20,"presence_penalty":1.5,"max_completion_tokens":100,"seed":42,
                 "stop":["END"],"stream":true,"stream_options":{"include_usage":true},"enable_search":true}"""));
        assertThat(sent(ServerFamily.CHAT_TEMPLATE, with(parameters)).path("max_tokens").asInt()).isEqualTo(100);
    }

    @Test
    void thinkingBudgetOfZeroMeansOff() throws JsonProcessingException {
        JsonNode body = sent(ServerFamily.MODEL_STUDIO,
                with(QwenChatRequestParameters.builder().thinkingBudget(0).build()));
        assertThat(body.path("enable_thinking")).isEqualTo(json("false"));
        assertThat(body.has("thinking_budget")).isFalse();
    }

    @Test
    void repliesMayBeHeldToASchema() throws JsonProcessingException {
        JsonSchema schema = JsonSchema.builder()
                .name("Invoice")
                .rootElement(JsonObjectSchema.builder().addNumberProperty("total").required("total").build())
                .build();
        assertThat(sent(ServerFamily.MODEL_STUDIO,
                with(QwenChatRequestParameters.builder().responseFormat(schema).build()))
                .path("response_format")).isEqualTo(
                        json("""
                        {"type":"json_schema","json_schema":{"name":"Invoice","strict":true,
                         "schema":{"type":"object","properties":{"total":{"type":"number"}},"required":["total"]}}}"""));
        assertThat(sent(ServerFamily.MODEL_STUDIO,
                ChatRequest.builder()
                        .messages(UserMessage.from("Answer in json."))
                        .parameters(QwenChatRequestParameters.builder().responseFormat(ResponseFormat.JSON).build())
                        .build())
                .path("response_format")).isEqualTo(json("{\"type\":\"json_object\"}"));
    }

    @Test
    void modelStudioRequiresACallByNamingTheOneTool() throws JsonProcessingException {
        QwenChatRequestParameters one = QwenChatRequestParameters.builder()
                .toolSpecifications(WEATHER)
                .toolChoice(ToolChoice.REQUIRED)
                .build();
        assertThat(sent(ServerFamily.MODEL_STUDIO, with(one)).at("/tool_choice/function/name").asText())
                .isEqualTo("weather");
        assertThat(sent(ServerFamily.CHAT_TEMPLATE, with(one)).path("tool_choice").asText()).isEqualTo("required");
    }

    @Test
    void whatModelStudioCannotRequireIsRefusedBeforeSending() {
        RecordedStream stream = new RecordedStream();
        server.model(ServerFamily.MODEL_STUDIO)
                .chat(with(QwenChatRequestParameters.builder()
                        .toolSpecifications(WEATHER, ToolSpecification.builder().name("now").build())
                        .toolChoice(ToolChoice.REQUIRED)
                        .build()), stream);
        assertThat(stream.error()).isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("one of 2 tools");
        assertThat(server.requests()).isZero();
    }

    @Test
    void defaultsHoldWhereARequestSaysNothing() throws JsonProcessingException {
        try (QwenChatModel model = server.builder(ServerFamily.MODEL_STUDIO)
                .defaultRequestParameters(
                        QwenChatRequestParameters.builder().thinking(Thinking.OFF).temperature(0.1).build())
                .build()) {
            model.chat(with(DefaultChatRequestParameters.builder().temperature(0.9).build()), new RecordedStream());
        }
        assertThat(server.lastBody().path("enable_thinking")).isEqualTo(json("false"));
        assertThat(server.lastBody().path("temperature").asDouble()).isEqualTo(0.9);
    }

    @Test
    void commonParametersLaidOverQwenOnesKeepThem() {
        var parameters = QwenChatRequestParameters.builder()
                .thinking(Thinking.ON)
                .seed(7L)
                .extra("n", 1)
                .build()
                .overrideWith(DefaultChatRequestParameters.builder().topK(5).build());
        assertThat(parameters.thinking()).isEqualTo(Thinking.ON);
        assertThat(parameters.seed()).isEqualTo(7);
        assertThat(parameters.topK()).isEqualTo(5);
        assertThat(parameters.extra()).isEqualTo(Map.of("n", 1));
        assertThat(DefaultChatRequestParameters.builder().topK(3).build().overrideWith(parameters))
                .isEqualTo(parameters);
    }

    private JsonNode sent(ServerFamily family, ChatRequest request) throws JsonProcessingException {
        return server.sent(family, request);
    }

    private static ChatRequest with(ChatRequestParameters parameters) {
        return ChatRequest.builder().messages(UserMessage.from("Hello")).parameters(parameters).build();
    }

    private static ChatRequest conversation(@Nullable Boolean preserveThinking) {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("a")
                .name("weather")
                .arguments("{\"city\": \"Oslo\"}")
                .build();
        return ChatRequest.builder()
                .messages(
                        SystemMessage.from("Be brief."),
                        UserMessage.from("Weather in Oslo?"),
                        AiMessage.builder().thinking("I look it up.").toolExecutionRequests(List.of(call)).build(),
                        ToolExecutionResultMessage.from(call, "rain"))
                .parameters(QwenChatRequestParameters.builder().preserveThinking(preserveThinking).build())
                .build();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
