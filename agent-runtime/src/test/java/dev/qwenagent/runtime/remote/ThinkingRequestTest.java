package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters.Builder;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters.Thinking;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How each kind of server is told whether and how much to think. */
class ThinkingRequestTest {

    private static final List<String> OTHER_FIELDS = List.of("model", "messages", "stream", "stream_options");

    private final ChatServer server = new ChatServer();

    @BeforeEach
    void answer() {
        server.streams(events("stop", "{\"content\":\"ok\"}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MODEL_STUDIO  | ON  | {"enable_thinking":true}                           | Hello
            MODEL_STUDIO  | OFF | {"enable_thinking":false}                          | Hello
            VLLM          | ON  | {"chat_template_kwargs":{"enable_thinking":true}}  | Hello
            VLLM          | OFF | {"chat_template_kwargs":{"enable_thinking":false}} | Hello
            SGLANG        | OFF | {"chat_template_kwargs":{"enable_thinking":false}} | Hello
            LLAMA_CPP     | OFF | {"chat_template_kwargs":{"enable_thinking":false}} | Hello
            CHAT_TEMPLATE | ON  | {"chat_template_kwargs":{"enable_thinking":true}}  | Hello
            OLLAMA        | ON  | {"reasoning_effort":"medium"}                      | Hello
            OLLAMA        | OFF | {"reasoning_effort":"none"}                        | Hello
            SOFT_SWITCH   | ON  | {}                                                 | Hello /think
            SOFT_SWITCH   | OFF | {}                                                 | Hello /no_think
            PLAIN         | ON  | {}                                                 | Hello
            PLAIN         | OFF | {}                                                 | Hello
            """)
    void eachFamilyIsToldToThinkInItsOwnWay(ServerFamily family, Thinking thinking, String fields, String question)
            throws JsonProcessingException {
        JsonNode body = sent(family, QwenChatRequestParameters.builder().thinking(thinking));
        assertThat(own(body)).isEqualTo(json(fields));
        assertThat(body.at("/messages/0/content").asText()).isEqualTo(question);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MODEL_STUDIO  | {"reasoning_effort":"xhigh"}
            VLLM          | {"chat_template_kwargs":{"reasoning_effort":"xhigh"}}
            OLLAMA        | {"reasoning_effort":"xhigh"}
            PLAIN         | {}
            """)
    void effortTakesThePlaceOfTheSwitch(ServerFamily family, String fields) throws JsonProcessingException {
        JsonNode body = sent(family, QwenChatRequestParameters.builder().reasoningEffort(ReasoningEffort.XHIGH));
        assertThat(own(body)).isEqualTo(json(fields));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MODEL_STUDIO  | {"preserve_thinking":true}
            SGLANG        | {"chat_template_kwargs":{"preserve_thinking":true}}
            OLLAMA        | {}
            """)
    void whatIsPreservedIsSaidWhereTheServerKnowsIt(ServerFamily family, String fields) throws JsonProcessingException {
        assertThat(own(sent(family, QwenChatRequestParameters.builder().preserveThinking(true))))
                .isEqualTo(json(fields));
    }

    @Test
    void budgetIsSentWhereTheServerKeepsItAndNowhereElse() throws JsonProcessingException {
        Builder bounded = QwenChatRequestParameters.builder().thinking(Thinking.ON).thinkingBudget(2000);
        assertThat(own(sent(ServerFamily.MODEL_STUDIO, bounded)))
                .isEqualTo(json("{\"enable_thinking\":true,\"thinking_budget\":2000}"));
        assertThat(own(sent(ServerFamily.VLLM, bounded)))
                .isEqualTo(json("{\"chat_template_kwargs\":{\"enable_thinking\":true}}"));
    }

    @Test
    void budgetOfZeroMeansOff() throws JsonProcessingException {
        assertThat(own(sent(ServerFamily.MODEL_STUDIO, QwenChatRequestParameters.builder().thinkingBudget(0))))
                .isEqualTo(json("{\"enable_thinking\":false}"));
    }

    @Test
    void modelsThatCannotChooseAreNotTold() throws JsonProcessingException {
        for (String model : List.of("qwq-plus", "qwen3-vl-plus-thinking", "qwen3-coder-plus")) {
            Builder off = QwenChatRequestParameters.builder().modelName(model).thinking(Thinking.OFF);
            assertThat(own(sent(ServerFamily.MODEL_STUDIO, off))).as(model).isEmpty();
        }
    }

    @Test
    void budgetEffortAndNoThinkingExcludeOneAnother() {
        Builder both = QwenChatRequestParameters.builder().thinkingBudget(5).reasoningEffort(ReasoningEffort.LOW);
        assertThatThrownBy(both::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("reasoning effort (LOW)", "thinking budget (5)");
        Builder off = QwenChatRequestParameters.builder().thinking(Thinking.OFF).reasoningEffort(ReasoningEffort.LOW);
        assertThatThrownBy(off::build).hasMessageContaining("contradicts thinking OFF");
        Builder none = QwenChatRequestParameters.builder().thinking(Thinking.ON).reasoningEffort(ReasoningEffort.NONE);
        assertThatThrownBy(none::build).hasMessageContaining("contradicts thinking ON");
        assertThatThrownBy(() -> QwenChatRequestParameters.builder().thinkingBudget(-1))
                .hasMessageContaining("0 tokens or more; found -1");
    }

    @Test
    void laterWordTakesThePlaceOfTheEarlier() {
        var low = QwenChatRequestParameters.builder().reasoningEffort(ReasoningEffort.LOW).build();
        var bounded = QwenChatRequestParameters.builder().thinking(Thinking.ON).thinkingBudget(5).build();
        var off = QwenChatRequestParameters.builder().thinking(Thinking.OFF).build();
        var none = QwenChatRequestParameters.builder().reasoningEffort(ReasoningEffort.NONE).build();
        assertThat(bounded.overrideWith(low)).isEqualTo(low);
        assertThat(low.overrideWith(bounded)).isEqualTo(bounded);
        assertThat(low.overrideWith(off)).isEqualTo(off);
        assertThat(none.overrideWith(off).reasoningEffort()).isEqualTo(ReasoningEffort.NONE);
        assertThat(bounded.defaultedBy(low)).isEqualTo(bounded);
    }

    private JsonNode sent(ServerFamily family, Builder parameters) throws JsonProcessingException {
        ChatRequest request = ChatServer.hello(parameters.build());
        return server.sent(family, request);
    }

    /** What a body has beside what every body has. */
    private static JsonNode own(JsonNode body) {
        return ((ObjectNode) body.deepCopy()).remove(OTHER_FIELDS);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
