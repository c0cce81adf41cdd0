package dev.qwenagent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.qwenagent.local.chat.GoldenChats;
import dev.qwenagent.local.chat.Thinking;
import dev.qwenagent.local.grammar.Validator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies of the demo model that are held to schemas, whatever it would have said. */
class ConstrainedReplyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PARAMETERS = """
            {"type": "object", "properties": {"city": {"type": "string", "minLength": 2, "maxLength": 12},
            "unit": {"enum": ["celsius", "fahrenheit"]}, "days": {"type": "integer", "minimum": 1, "maximum": 14},
            "near": {"type": "array", "items": {"type": "number"}, "maxItems": 2},
            "exact": {"type": "boolean"}}, "required": ["city", "days", "near"]}""";
    private static final String ANSWER = """
            {"type": "object", "properties": {"name": {"type": "string", "maxLength": 20}, "count": {"type": "integer",
            "minimum": 0, "maximum": 99}}, "required": ["name", "count"], "additionalProperties": false}""";

    @TempDir
    private static Path cache;

    private static LocalChatModel model;

    @BeforeAll
    static void open() {
        model = LocalChatModel.open(DemoModel.file(cache));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static ToolSpecification forecast() {
        JsonObjectSchema.Builder parameters = JsonObjectSchema.builder();
        json(PARAMETERS).get("properties")
                .properties()
                .forEach(property -> parameters.addProperty(property.getKey(),
                        JsonRawSchema.from(property.getValue().toString())));
        return ToolSpecification.builder()
                .name("forecast")
                .description("Get a forecast")
                .parameters(parameters.required("city", "days", "near").build())
                .build();
    }

    private static LocalChatRequestParameters.Builder parameters() {
        return LocalChatRequestParameters.builder().maxOutputTokens(160);
    }

    private static ResponseFormat format(String schema) {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder().name("answer").rootElement(JsonRawSchema.from(schema)).build())
                .build();
    }

    private static ChatResponse ask(LocalChatModel of, String request, LocalChatRequestParameters parameters) {
        return of.blocking()
                .chat(ChatRequest.builder().messages(UserMessage.from(request)).parameters(parameters).build());
    }

    private static ChatResponse ask(String request, LocalChatRequestParameters parameters) {
        return ask(model, request, parameters);
    }

    private static void assertIsForecast(ChatResponse response) {
        assertThat(response.aiMessage().toolExecutionRequests()).isNotEmpty();
        for (ToolExecutionRequest call : response.aiMessage().toolExecutionRequests()) {
            assertThat(call.name()).isEqualTo("forecast");
            assertThat(Validator.of(json(PARAMETERS)).problems(call.arguments())).as(call.arguments()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void requiredCallIsMadeAndFitsItsSchema(Thinking thinking) {
        for (String request : List.of("Hello!", "What is the weather in Oslo?", "2+3")) {
            for (long seed = 1; seed <= 3; seed++) {
                ChatResponse response = ask(request, parameters().toolSpecifications(forecast())
                        .toolChoice(ToolChoice.REQUIRED)
                        .thinking(thinking)
                        .temperature(1.5)
                        .seed(seed)
                        .build());
                assertIsForecast(response);
                assertThat(((LocalChatResponseMetadata) response.metadata()).forcedTokens()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-coder", "qwen3.5", "qwen3", "qwen2.5", "qwen3-next-thinking"})
    void callFitsItsSchemaInTheFormOfEveryFamily(String template) {
        try (LocalChatModel other = LocalChatModel
                .open(DemoFiles.withTemplate(cache, GoldenChats.template(template)))) {
            for (long seed = 1; seed <= 4; seed++) {
                ChatResponse response = ask(other, "What is the weather in Oslo?",
                        parameters().toolSpecifications(forecast())
                                .toolChoice(ToolChoice.REQUIRED)
                                .temperature(1.2)
                                .seed(seed)
                                .build());
                assertIsForecast(response);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerFitsItsSchemaAndEnds(Thinking thinking) {
        for (long seed = 1; seed <= 4; seed++) {
            ChatResponse response = ask("What is 12 * 3?", parameters().responseFormat(format(ANSWER))
                    .thinking(thinking)
                    .temperature(1.0)
                    .seed(seed)
                    .build());
            String text = response.aiMessage().text();
            assertThat(Validator.of(json(ANSWER)).problems(text)).as(text).isEmpty();
            assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    @Test
    void answerWithoutSchemaIsAnyObject() {
        ChatResponse response = ask("Hello!", parameters().responseFormat(ResponseFormat.JSON).build());
        assertThat(json(response.aiMessage().text()).isObject()).isTrue();
    }

    @Test
    void answerMayBeACallFirst() {
        ChatResponse response = ask("What is the weather in Oslo?", parameters().responseFormat(format(ANSWER))
                .toolSpecifications(forecast())
                .temperature(1.0)
                .seed(2L)
                .build());
        if (response.aiMessage().hasToolExecutionRequests()) {
            assertIsForecast(response);
        } else {
            assertThat(Validator.of(json(ANSWER)).problems(response.aiMessage().text())).isEmpty();
        }
    }

    @Test
    void documentEndsWithinItsLimitHoweverSmall() {
        for (int limit = 13; limit < 60; limit += 3) {
            ChatResponse response = ask("Tell me of Oslo", parameters().responseFormat(format(ANSWER))
                    .maxOutputTokens(limit)
                    .temperature(2.0)
                    .seed((long) limit)
                    .build());
            String text = response.aiMessage().text();
            assertThat(Validator.of(json(ANSWER)).problems(text)).as("%d: %s", limit, text).isEmpty();
            assertThat(response.tokenUsage().outputTokenCount()).isLessThanOrEqualTo(limit);
            assertThat(response.finishReason()).isIn(FinishReason.STOP, FinishReason.LENGTH);
        }
    }

    @Test
    void documentEndsWithinItsLimitWhereABudgetClosesTheThought() {
        for (int budget = 0; budget < 48; budget += 4) {
            ChatResponse response = ask("Tell me of Oslo", parameters().responseFormat(format(ANSWER))
                    .thinking(Thinking.ON)
                    .thinkingBudget(budget)
                    .thinkingClosingWords("I answer now.")
                    .maxOutputTokens(48)
                    .temperature(2.0)
                    .seed((long) budget)
                    .build());
            String text = response.aiMessage().text();
            assertThat(Validator.of(json(ANSWER)).problems(text)).as("%d: %s", budget, text).isEmpty();
        }
    }

    @Test
    void limitTooSmallForAnyDocumentIsRefusedBeforeTheFirstToken() {
        LocalChatRequestParameters tiny = parameters().responseFormat(format(ANSWER)).maxOutputTokens(3).build();
        assertThatThrownBy(() -> ask("Hello!", tiny)).isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the shortest document")
                .hasMessageContaining("only 3 may be made");
    }

    @Test
    void schemaThatCannotBeHeldToIsNamedInTheResponse() {
        ChatResponse response = ask("Hello!", parameters()
                .responseFormat(
                        format("{\"type\": \"array\", \"items\": {\"type\": \"integer\"}, \"uniqueItems\": true}"))
                .build());
        assertThat(((LocalChatResponseMetadata) response.metadata()).unheld()).singleElement()
                .asString()
                .contains("uniqueItems")
                .contains("the root");
        assertThat(json(response.aiMessage().text())).isNotNull();
    }

    @Test
    void capabilityIsTold() {
        assertThat(model.supportedCapabilities()).containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        assertThat(model.blocking().supportedCapabilities()).isEqualTo(model.supportedCapabilities());
        assertThat(model.unconstrained().supportedCapabilities()).isEmpty();
    }

    @Test
    void replyGoesOnFromWhatWasForced() {
        LocalChatRequestParameters required = parameters().toolSpecifications(forecast())
                .toolChoice(ToolChoice.REQUIRED)
                .build();
        ChatResponse first = ask("What is the weather in Oslo?", required);
        ChatResponse again = ask("What is the weather in Oslo?", required);
        assertThat(again.aiMessage().thinking()).isEqualTo(first.aiMessage().thinking());
        assertThat(again.aiMessage().toolExecutionRequests().getFirst().arguments())
                .isEqualTo(first.aiMessage().toolExecutionRequests().getFirst().arguments());
    }
}
