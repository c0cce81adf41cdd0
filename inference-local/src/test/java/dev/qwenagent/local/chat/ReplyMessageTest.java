package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A reply as LangChain4j's message. */
class ReplyMessageTest {

    private static final Reply REPLY = new Reply("hm", "text", List.of(new ToolCall.Complete("f", "{\"a\":1}", true)),
            List.of("error: one", "error: two"), ThoughtEnd.WAS_ANSWER);

    @Test
    void everythingThatWasReadIsInTheMessage() {
        AiMessage message = REPLY.toAiMessage(List.of("7"));
        assertThat(message.thinking()).isEqualTo("hm");
        assertThat(message.text()).isEqualTo("text");
        assertThat(message.toolExecutionRequests()).singleElement().satisfies(call -> {
            assertThat(call.id()).isEqualTo("7");
            assertThat(call.name()).isEqualTo("f");
            assertThat(call.arguments()).isEqualTo("{\"a\":1}");
        });
        assertThat(message.attributes()).isEqualTo(Map.of("qwenagent.callErrors", List.of("error: one", "error: two"),
                "qwenagent.thoughtNeverClosed", true, "qwenagent.thoughtWasAnswer", true));
    }

    @Test
    void errorsAndFlagsSurviveLangChain4jsSerializer() {
        AiMessage message = REPLY.toAiMessage(List.of("7"));
        String json = ChatMessageSerializer.messageToJson(message);
        assertThat(ChatMessageDeserializer.messageFromJson(json)).isEqualTo(message);
    }

    @Test
    void replyOfNothingButTextHasNoAttributes() {
        AiMessage message = new Reply("", "text", List.of(), List.of(), ThoughtEnd.CLOSED).toAiMessage(List.of());
        assertThat(message).isEqualTo(AiMessage.from("text"));
        assertThat(message.attributes()).isEmpty();
    }
}
