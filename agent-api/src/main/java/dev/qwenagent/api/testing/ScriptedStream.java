package dev.qwenagent.api.testing;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.List;

/** One reply on its way to its handler, which may cancel it at any piece. */
final class ScriptedStream implements StreamingHandle {

    private final StreamingChatResponseHandler handler;
    private volatile boolean cancelled;

    ScriptedStream(StreamingChatResponseHandler handler) {
        this.handler = handler;
    }

    void thinking(List<String> pieces) {
        for (String piece : pieces) {
            unlessCancelled(() -> handler.onPartialThinking(
                    new PartialThinking(piece), new PartialThinkingContext(this)));
        }
    }

    void text(List<String> pieces) {
        for (String piece : pieces) {
            unlessCancelled(() -> handler.onPartialResponse(
                    new PartialResponse(piece), new PartialResponseContext(this)));
        }
    }

    void calls(List<ToolExecutionRequest> calls) {
        for (int i = 0; i < calls.size(); i++) {
            var complete = new CompleteToolCall(i, calls.get(i));
            if (!calls.get(i).arguments().isEmpty()) {
                var partial = PartialToolCall.builder()
                        .index(i)
                        .id(calls.get(i).id())
                        .name(calls.get(i).name())
                        .partialArguments(calls.get(i).arguments())
                        .build();
                unlessCancelled(() -> handler.onPartialToolCall(partial, new PartialToolCallContext(this)));
            }
            unlessCancelled(() -> handler.onCompleteToolCall(complete));
        }
    }

    void complete(ChatResponse response) {
        unlessCancelled(() -> handler.onCompleteResponse(response));
    }

    private void unlessCancelled(Runnable event) {
        if (!cancelled) {
            event.run();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }
}
