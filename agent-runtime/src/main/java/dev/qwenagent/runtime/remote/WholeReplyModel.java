package dev.qwenagent.runtime.remote;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The same model for callers that want the whole reply: its stream, collected. */
record WholeReplyModel(QwenChatModel model) implements ChatModel {

    @Override
    public ChatResponse doChat(ChatRequest request) {
        Collected collected = new Collected();
        model.doChat(request, collected);
        return collected.result();
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return model.listeners();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }

    private static final class Collected implements StreamingChatResponseHandler {

        private @Nullable ChatResponse response;
        private @Nullable Throwable error;

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            response = complete;
        }

        @Override
        public void onError(Throwable failure) {
            error = failure;
        }

        ChatResponse result() {
            return switch (error) {
                case null -> Objects.requireNonNull(response, "a stream ends with a response or an error");
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(error);
            };
        }
    }
}
