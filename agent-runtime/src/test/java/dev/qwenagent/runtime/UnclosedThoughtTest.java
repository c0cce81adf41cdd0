package dev.qwenagent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.local.chat.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnclosedThoughtTest {

    private final RecordedRun recorded = new RecordedRun();

    @Test
    void thoughtThatOurOwnModelTakesForTheAnswerIsToldOnce() {
        StreamingChatModel model = new StreamingChatModel() {

            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                handler.onPartialThinking(new PartialThinking("It is 42."));
                AiMessage answer = AiMessage.builder()
                        .text("It is 42.")
                        .attributes(Map.of(Reply.THOUGHT_WAS_ANSWER, true))
                        .build();
                handler.onCompleteResponse(
                        ChatResponse.builder().aiMessage(answer).finishReason(FinishReason.STOP).build());
            }
        };
        try (Agent agent = Agents.builder().model(model).listener(recorded).build()) {
            assertThat(agent.run("Say.").text()).isEqualTo("It is 42.");
        }
        assertThat(recorded.events(AgentEvent.ThoughtWasAnswer.class)).hasSize(1);
    }
}
