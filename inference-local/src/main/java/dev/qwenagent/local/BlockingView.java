package dev.qwenagent.local;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A local model that gives its reply at once; the streaming one does the work. */
record BlockingView(LocalChatModel model) implements ChatModel {

    @Override
    public ChatResponse doChat(ChatRequest request) {
        Collector collector = new Collector();
        model.doChat(request, collector);
        if (collector.error instanceof RuntimeException failed) {
            throw failed;
        }
        if (collector.response == null) {
            throw new IllegalStateException("the generation ended without a reply", collector.error);
        }
        return collector.response;
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return model.listeners();
    }

    private static final class Collector implements StreamingChatResponseHandler {

        private @Nullable ChatResponse response;
        private @Nullable Throwable error;

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            response = complete;
        }

        @Override
        public void onError(Throwable failed) {
            error = failed;
        }
    }
}
