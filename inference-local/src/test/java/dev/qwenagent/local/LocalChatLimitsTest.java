package dev.qwenagent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.qwenagent.local.chat.Reply;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a thought, an answer and a reply, and how a call is told, with the demo model. */
class LocalChatLimitsTest {

    private static final String THOUGHT = "The user wants the weather. My tools: calculator, weather, add_note. The tool weather fits.";

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

    private static ToolSpecification tool(String name, String description, String parameter) {
        return ToolSpecification.builder()
                .name(name)
                .description(description)
                .parameters(JsonObjectSchema.builder().addStringProperty(parameter).required(parameter).build())
                .build();
    }

    private static ChatRequest.Builder weather() {
        return ChatRequest.builder()
                .messages(UserMessage.from("What is the weather in Oslo?"))
                .parameters(parameters().build());
    }

    private static LocalChatRequestParameters.Builder parameters() {
        return LocalChatRequestParameters.builder()
                .toolSpecifications(tool("calculator", "Evaluate an arithmetic expression", "expression"),
                        tool("weather", "Get the weather of a city", "city"), tool("add_note", "Add a note", "text"));
    }

    private static RecordingHandler stream(ChatRequest request) {
        RecordingHandler handler = new RecordingHandler();
        model.chat(request, handler);
        return handler;
    }

    @Test
    void nameOfTheToolIsToldBeforeItsArguments() {
        RecordingHandler handler = stream(weather().build());
        assertThat(handler.partialCalls().getFirst().name()).isEqualTo("weather");
        assertThat(handler.partialCalls().getFirst().partialArguments()).isBlank();
        assertThat(handler.partialCalls().get(1).partialArguments()).startsWith("{");
    }

    @Test
    void stopSequenceEndsTheAnswerAndTheGeneration() {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("What is the weather in Oslo?"))
                .parameters(parameters().stopSequences(List.of(" tool", "Oslo")).build())
                .build();
        ChatResponse call = stream(request).response();
        assertThat(call.aiMessage().thinking()).isEqualTo(THOUGHT);
        ChatRequest next = request.toBuilder()
                .messages(request.messages().getFirst(), call.aiMessage(),
                        ToolExecutionResultMessage.from(call.aiMessage().toolExecutionRequests().getFirst(),
                                "4 C, light rain"))
                .build();
        RecordingHandler handler = stream(next);
        assertThat(handler.response().aiMessage().text()).isEqualTo("The weather in");
        assertThat(handler.response().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(handler.response().tokenUsage().outputTokenCount())
                .isEqualTo(stream(next).response().tokenUsage().outputTokenCount());
    }

    @Test
    void penaltiesChangeWhatTheSameSeedChooses() {
        String plain = thoughtAtHighTemperature(parameters());
        assertThat(thoughtAtHighTemperature(parameters())).isEqualTo(plain);
        assertThat(thoughtAtHighTemperature(parameters().presencePenalty(2.0))).isNotEqualTo(plain);
        assertThat(thoughtAtHighTemperature(parameters().frequencyPenalty(2.0))).isNotEqualTo(plain);
    }

    private static String thoughtAtHighTemperature(LocalChatRequestParameters.Builder parameters) {
        LocalChatRequestParameters hot = parameters.temperature(5.0).seed(7L).maxOutputTokens(60).build();
        return String.valueOf(stream(weather().parameters(hot).build()).response().aiMessage().thinking());
    }

    @Test
    void penaltyOutOfRangeIsRefusedWithItsRange() {
        ChatRequest request = weather().parameters(parameters().frequencyPenalty(2.5).build()).build();
        assertThatThrownBy(() -> model.blocking().chat(request)).isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("frequency penalty", "-2 to 2", "found 2.5");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void thoughtEndsExactlyAtItsBudget(int budget) {
        ChatResponse unlimited = stream(weather().build()).response();
        ChatResponse response = stream(
                weather().parameters(parameters().thinkingBudget(budget).thinkingClosingWords(" Enough.").build())
                        .build())
                .response();
        int[] thought = model.tokenizer().encode(unlimited.aiMessage().thinking());
        String sampled = model.tokenizer().decode(Arrays.copyOf(thought, budget));
        assertThat(response.aiMessage().thinking()).isEqualTo((sampled + " Enough.").strip());
        assertThat(response.aiMessage().attributes()).doesNotContainKey(Reply.THOUGHT_NEVER_CLOSED);
    }

    @Test
    void budgetThatIsNotReachedChangesNothing() {
        ChatResponse response = stream(weather().parameters(parameters().thinkingBudget(100).build()).build())
                .response();
        assertThat(response.aiMessage().thinking()).isEqualTo(THOUGHT);
        assertThat(response.aiMessage().hasToolExecutionRequests()).isTrue();
    }

    @Test
    void replyCutByItsLimitSaysSoAndMakesNoCall() {
        ChatResponse whole = stream(weather().build()).response();
        int limit = whole.tokenUsage().outputTokenCount() - 1;
        ChatResponse cut = stream(weather().parameters(parameters().maxOutputTokens(limit).build()).build()).response();
        assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(cut.tokenUsage().outputTokenCount()).isEqualTo(limit);
        assertThat(cut.aiMessage().hasToolExecutionRequests()).isFalse();
        assertThat((List<?>) cut.aiMessage().attributes().get(Reply.CALL_ERRORS)).hasSize(1);
    }
}
