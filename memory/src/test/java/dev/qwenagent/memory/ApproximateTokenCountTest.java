package dev.qwenagent.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApproximateTokenCountTest {

    private static final ImageContent IMAGE = ImageContent.from("aGk=", "image/png");

    private final ApproximateTokenCount count = new ApproximateTokenCount();

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "abc", "abcd", "é", "ééé", "漢字", "😀", "a😀漢é", "plain words, and some more"})
    void textIsOneTokenForThreeBytes(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        assertThat(count.estimateTokenCountInText(text)).isEqualTo((bytes + 2) / 3);
    }

    @Test
    void messageCostsItsFrame() {
        assertThat(count.estimateTokenCountInMessage(SystemMessage.from("abc"))).isEqualTo(4 + 1);
        assertThat(count.estimateTokenCountInMessage(UserMessage.from("abcdef"))).isEqualTo(4 + 2);
        assertThat(count.estimateTokenCountInMessage(ToolExecutionResultMessage.from("1", "t", "abc")))
                .isEqualTo(4 + 1);
    }

    @Test
    void imageCountsAThousand() {
        assertThat(count.estimateTokenCountInMessage(UserMessage.from(TextContent.from("abc"), IMAGE)))
                .isEqualTo(4 + 1 + 1000);
    }

    @Test
    void resultOfSeveralPartsIsCountedPartByPart() {
        var result = ToolExecutionResultMessage.builder()
                .id("1")
                .toolName("t")
                .contents(List.of(TextContent.from("abc"), TextContent.from("def"), IMAGE))
                .build();
        assertThat(count.estimateTokenCountInMessage(result)).isEqualTo(4 + 1 + 1 + 1000);
    }

    @Test
    void replyCountsThoughtTextAndCalls() {
        var call = ToolExecutionRequest.builder().id("1").name("abc").arguments("{\"a\":1}").build();
        var bare = ToolExecutionRequest.builder().id("2").name("abc").build();
        assertThat(count.estimateTokenCountInMessage(AiMessage.builder()
                .thinking("abc")
                .text("abcdef")
                .toolExecutionRequests(List.of(call, bare))
                .build())).isEqualTo(4 + 1 + 2 + (4 + 1 + 3) + (4 + 1));
    }

    @Test
    void messageOfAnotherKindIsCountedAsItPrints() {
        assertThat(count.estimateTokenCountInMessage(CustomMessage.from(Map.of("key", "value")))).isGreaterThan(4);
    }

    @Test
    void messagesAddUp() {
        List<ChatMessage> messages = List.of(SystemMessage.from("abc"), UserMessage.from("abc"));
        assertThat(count.estimateTokenCountInMessages(messages)).isEqualTo(10);
        assertThat(count.estimateTokenCountInMessages(List.of())).isZero();
    }
}
