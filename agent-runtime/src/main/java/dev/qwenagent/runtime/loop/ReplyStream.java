package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
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
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The edge where LangChain4j's streaming callbacks, experimental ones among them, become our events. After
 * {@link #abandon()} it says nothing more, and cancels the stream: at once if a listener abandons it at a piece, else at its
 * next chunk. Thread-safe.
 */
final class ReplyStream implements StreamingChatResponseHandler {

    /** What a stream is about, as it arrives. */
    interface Listener {
        void thought(String piece);

        void text(String piece);

        void toolAnnounced(String name);
    }

    private final Listener listener;
    private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();
    private final StringBuilder thinking = new StringBuilder(0);
    private @Nullable BitSet announced;
    private final StringBuilder text = new StringBuilder(0);
    private volatile boolean abandoned;

    ReplyStream(Listener listener) {
        this.listener = listener;
    }

    /**
     * Waits for the whole response.
     *
     * @throws RuntimeException the model's, as it is
     */
    ChatResponse await() throws InterruptedException {
        try {
            return response.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** All that was streamed as thought. */
    synchronized String thinking() {
        return thinking.toString();
    }

    /** All that has arrived of thought and text, as one message. */
    synchronized AiMessage heard() {
        return AiMessage.builder()
                .thinking(thinking.isEmpty() ? null : thinking.toString())
                .text(text.isEmpty() ? null : text.toString())
                .build();
    }

    void abandon() {
        abandoned = true;
    }

    private boolean over(StreamingHandle handle) {
        if (abandoned) {
            handle.cancel();
        }
        return abandoned;
    }

    @Override
    public void onPartialThinking(PartialThinking partial) {
        if (abandoned || partial.text() == null || partial.text().isEmpty()) {
            return;
        }
        synchronized (this) {
            thinking.append(partial.text());
        }
        listener.thought(partial.text());
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        if (!over(context.streamingHandle())) {
            onPartialThinking(partial);
            over(context.streamingHandle());
        }
    }

    @Override
    public void onPartialResponse(String partial) {
        if (!abandoned && partial != null && !partial.isEmpty()) {
            synchronized (this) {
                text.append(partial);
            }
            listener.text(partial);
        }
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        if (!over(context.streamingHandle())) {
            onPartialResponse(partial.text());
            over(context.streamingHandle());
        }
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial) {
        announce(partial.index(), partial.name());
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        if (!over(context.streamingHandle())) {
            onPartialToolCall(partial);
        }
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall complete) {
        ToolExecutionRequest call = complete.toolExecutionRequest();
        announce(complete.index(), call.name());
    }

    private void announce(int index, String name) {
        boolean first;
        synchronized (this) {
            if (announced == null) {
                announced = new BitSet();
            }
            first = !abandoned && name != null && !name.isEmpty() && !announced.get(index);
            if (first) {
                announced.set(index);
            }
        }
        if (first) {
            listener.toolAnnounced(name);
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        response.complete(complete);
    }

    @Override
    public void onError(Throwable error) {
        response.completeExceptionally(error);
    }
}
