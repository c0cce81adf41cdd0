package dev.qwenagent.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.qwenagent.api.TokensUsed;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepliesTest {

    @Test
    void noTwoCallsHaveOneIdWhateverTheModelCallsThem() {
        var message = AiMessage.from(Stream.of("call_1_2", "", "call_1_2", "call_1_4")
                .map(id -> ToolExecutionRequest.builder().id(id).name("add").arguments("{}").build())
                .toList());
        var reply = Replies.read(ChatResponse.builder().aiMessage(message).build(), "", 1, TokensUsed.NONE).reply();
        assertThat(reply.calls()).extracting(ToolExecutionRequest::id).hasSize(4).doesNotHaveDuplicates();
    }
}
