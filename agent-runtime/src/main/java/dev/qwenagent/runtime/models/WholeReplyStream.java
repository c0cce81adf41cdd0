package dev.qwenagent.runtime.models;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/** A model that does not stream, as a stream of one piece. */
record WholeReplyStream(ChatModel model) implements StreamingChatModel {

    /** As it is: the model itself adds its defaults and tells its listeners. */
    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        doChat(request, handler);
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatResponse response;
        try {
            response = model.chat(request);
        } catch (RuntimeException e) {
            handler.onError(e);
            return;
        }
        var message = response.aiMessage();
        if (message.thinking() != null) {
            handler.onPartialThinking(new PartialThinking(message.thinking()));
        }
        if (message.text() != null) {
            handler.onPartialResponse(message.text());
        }
        for (int i = 0; i < message.toolExecutionRequests().size(); i++) {
            handler.onCompleteToolCall(new CompleteToolCall(i, message.toolExecutionRequests().get(i)));
        }
        handler.onCompleteResponse(response);
    }
}
