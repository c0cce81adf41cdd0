package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference's conversations as LangChain4j's messages: what a model is asked is the reference's prompt to the byte. */
class GoldenConversationTest {

    /** Contents that LangChain4j's messages do not have as they are, and those that do not end where a model goes on. */
    static List<GoldenChats.Case> cases() {
        return GoldenChats.cases()
                .stream()
                .filter(golden -> !golden.fails() && golden.conversation().get("add_generation_prompt").booleanValue())
                .filter(golden -> !golden.conversation().get("name").asText().equals("tool_args_string"))
                .filter(golden -> golden.conversation()
                        .get("messages")
                        .valueStream()
                        .noneMatch(message -> message.path("content").isArray()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void messagesAndToolsRenderAsTheReferenceDoes(GoldenChats.Case golden) {
        List<ChatMessage> messages = new ArrayList<>();
        golden.conversation().get("messages").forEach(message -> messages.add(message(message)));
        JsonNode tools = golden.conversation().path("tools");
        List<ToolSpecification> declared = tools.isArray() ? ToolSpecificationJson.read(tools) : List.of();
        JsonNode asked = golden.conversation().get("kwargs");
        ChatPrompt prompt = new ChatPrompt(messages, declared, thinking(asked.path("enable_thinking")),
                asked.has("preserve_thinking") ? EarlierThoughts.KEPT : EarlierThoughts.AS_TRAINED);
        assertThat(ChatTemplate.compile(GoldenChats.template(golden.template())).render(prompt).text())
                .isEqualTo(golden.expected().get("text").asText());
    }

    private static Thinking thinking(JsonNode asked) {
        if (asked.isMissingNode()) {
            return Thinking.AUTO;
        }
        return asked.booleanValue() ? Thinking.ON : Thinking.OFF;
    }

    private static ChatMessage message(JsonNode message) {
        String text = message.path("content").isTextual() ? message.get("content").textValue() : null;
        return switch (message.get("role").asText()) {
            case "system" -> SystemMessage.from(text);
            case "user" -> UserMessage.from(text);
            case "tool" -> ToolExecutionResultMessage.from(message.path("tool_call_id").asText("1"), "f", text);
            case "assistant" -> AiMessage.builder()
                    .text(text)
                    .thinking(message.path("reasoning_content").textValue())
                    .toolExecutionRequests(
                            message.path("tool_calls").valueStream().map(GoldenConversationTest::call).toList())
                    .build();
            default -> throw new AssertionError(message);
        };
    }

    private static ToolExecutionRequest call(JsonNode call) {
        JsonNode function = call.has("function") ? call.get("function") : call;
        return ToolExecutionRequest.builder()
                .id(call.path("id").asText("1"))
                .name(function.get("name").asText())
                .arguments(CompactJson.of(function.get("arguments")))
                .build();
    }
}
