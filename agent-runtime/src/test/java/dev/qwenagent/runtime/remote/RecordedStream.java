package dev.qwenagent.runtime.remote;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps what a model says to its handler: each callback as one line, in order, and how it ended. */
final class RecordedStream implements StreamingChatResponseHandler {

    private final List<String> events = new ArrayList<>();
    private final Consumer<StreamingHandle> onText;
    private @Nullable ChatResponse response;
    private @Nullable Throwable error;

    RecordedStream() {
        this(handle -> {});
    }

    /** Also does something at each piece of text. */
    RecordedStream(Consumer<StreamingHandle> onText) {
        this.onText = onText;
    }

    List<String> events() {
        return events;
    }

    ChatResponse response() {
        if (error != null) {
            throw new AssertionError("expected a response", error);
        }
        return Objects.requireNonNull(response, "no response");
    }

    @Nullable
    Throwable error() {
        return error;
    }

    boolean isOver() {
        return response != null || error != null;
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        events.add("text " + partial.text());
        onText.accept(context.streamingHandle());
    }

    @Override
    public void onPartialThinking(PartialThinking partial) {
        events.add("thought " + partial.text());
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial) {
        events.add("call " + partial.index() + " " + partial.name() + " " + partial.partialArguments());
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall complete) {
        events.add("called " + complete.index() + " " + complete.toolExecutionRequest().name());
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        response = complete;
    }

    @Override
    public void onError(Throwable failure) {
        error = failure;
    }
}
