package dev.qwenagent.local;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Records what a streaming model says; may cancel or fail on the way. */
final class RecordingHandler implements StreamingChatResponseHandler {

    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private final List<PartialToolCall> partialCalls = new ArrayList<>();
    private final List<ToolExecutionRequest> completeCalls = new ArrayList<>();
    private int thinkingPieces;
    private int cancelAfter = Integer.MAX_VALUE;
    private @Nullable RuntimeException failure;
    private AtomicReference<Throwable> error = new AtomicReference<>();
    private @Nullable ChatResponse response;

    RecordingHandler cancellingAfterPieces(int pieces) {
        cancelAfter = pieces;
        return this;
    }

    RecordingHandler failingWith(RuntimeException exception, AtomicReference<Throwable> heard) {
        failure = exception;
        error = heard;
        return this;
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        thinking.append(partial.text());
        if (++thinkingPieces == cancelAfter) {
            context.streamingHandle().cancel();
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        partialCalls.add(partial);
        arguments.append(partial.partialArguments());
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall complete) {
        completeCalls.add(complete.toolExecutionRequest());
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        response = complete;
    }

    @Override
    public void onError(Throwable failed) {
        error.set(failed);
    }

    boolean isEnded() {
        return response != null || error.get() != null;
    }

    ChatResponse response() {
        if (response == null) {
            throw new AssertionError("no response", error.get());
        }
        return response;
    }

    @Nullable
    Throwable error() {
        return error.get();
    }

    String thinking() {
        return thinking.toString();
    }

    int thinkingPieces() {
        return thinkingPieces;
    }

    String arguments() {
        return arguments.toString();
    }

    List<PartialToolCall> partialCalls() {
        return partialCalls;
    }

    List<ToolExecutionRequest> completeCalls() {
        return completeCalls;
    }
}
