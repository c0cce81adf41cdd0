package dev.qwenagent.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedChatModelTest {

    /** Writes down what it hears. */
    private static class Heard implements StreamingChatResponseHandler {
        final List<String> events = new ArrayList<>();
        ChatResponse response;
        Throwable error;

        @Override
        public void onPartialThinking(PartialThinking piece) {
            events.add("thinking:" + piece.text());
        }

        @Override
        public void onPartialResponse(String piece) {
            events.add("text:" + piece);
        }

        @Override
        public void onPartialToolCall(PartialToolCall call) {
            events.add("announced:" + call.name());
        }

        @Override
        public void onCompleteToolCall(CompleteToolCall call) {
            events.add("call:" + call.index() + ":" + call.toolExecutionRequest().id());
        }

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            events.add("complete");
            response = complete;
        }

        @Override
        public void onError(Throwable problem) {
            events.add("error");
            error = problem;
        }
    }

    private static Heard ask(ScriptedChatModel model, String text) {
        var heard = new Heard();
        model.chat(List.of(UserMessage.from(text)), heard);
        return heard;
    }

    @Test
    void streamsThoughtThenTextThenCalls() {
        var model = ScriptedChatModel.of(
                new ScriptedReply("I look.", "One moment", List.of(), null).andCall("a", "{}")
                        .andCall("b", "{\"x\":1}"));
        Heard heard = ask(model, "hi");
        assertThat(heard.events).containsExactly("thinking:I", "thinking: look.", "text:One", "text: moment",
                "announced:a", "call:0:call_1_1", "announced:b", "call:1:call_1_2", "complete");
        assertThat(heard.response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(heard.response.aiMessage().thinking()).isEqualTo("I look.");
        assertThat(heard.response.aiMessage().text()).isEqualTo("One moment");
        assertThat(heard.response.aiMessage().toolExecutionRequests()).hasSize(2);
    }

    @Test
    void repliesInOrderAndKeepsTheRequests() {
        var model = ScriptedChatModel.of(ScriptedReply.call("a", "{}").thinking("hm"), ScriptedReply.text("done"));
        ask(model, "one");
        assertThat(model.repliesLeft()).isEqualTo(1);
        Heard second = ask(model, "two");
        assertThat(second.events).containsExactly("text:done", "complete");
        assertThat(second.response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(model.repliesLeft()).isZero();
        assertThat(model.requests()).extracting(request -> request.messages().getLast())
                .containsExactly(UserMessage.from("one"), UserMessage.from("two"));
    }

    @Test
    void callsOfDifferentRequestsHaveDifferentIds() {
        var model = ScriptedChatModel.of(ScriptedReply.call("a", "{}"), ScriptedReply.call("a", "{}"));
        assertThat(ask(model, "one").events).contains("call:0:call_1_1");
        assertThat(ask(model, "two").events).contains("call:0:call_2_1");
    }

    @Test
    void failingReplyGoesToOnError() {
        var problem = new IllegalStateException("line cut");
        var model = ScriptedChatModel.of(ScriptedReply.failing(problem), ScriptedReply.text("there"));
        Heard failed = ask(model, "hi");
        assertThat(failed.events).containsExactly("error");
        assertThat(failed.error).isSameAs(problem);
        assertThat(ask(model, "again").events).containsExactly("text:there", "complete");
    }

    @Test
    void exhaustedScriptNamesTheRequest() {
        var model = ScriptedChatModel.of();
        assertThatThrownBy(() -> ask(model, "one too many")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("request 1")
                .hasMessageContaining("one too many");
    }

    @Test
    void cancellingHandlerHearsNothingMore() {
        var heard = new Heard() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                events.add("text:" + piece.text());
                context.streamingHandle().cancel();
                assertThat(context.streamingHandle().isCancelled()).isTrue();
            }
        };
        ScriptedChatModel.of(ScriptedReply.text("a b c")).chat(List.of(UserMessage.from("hi")), heard);
        assertThat(heard.events).containsExactly("text:a");
    }

    @Test
    void emptyTextStreamsNoPiece() {
        assertThat(ask(ScriptedChatModel.of(ScriptedReply.text("").thinking("")), "hi").events)
                .containsExactly("complete");
    }
}
