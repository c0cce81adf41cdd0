package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reply as its chunks arrive: passes each piece to the handler and keeps what makes the whole. Not thread-safe.
 */
final class ReplyAssembly {

    private final StreamingChatResponseHandler handler;
    private final StreamingHandle handle;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final ToolCallFragments toolCalls;
    private @Nullable String id;
    private @Nullable String modelName;
    private @Nullable FinishReason finishReason;
    private @Nullable TokenUsage usage;

    ReplyAssembly(StreamingChatResponseHandler handler, StreamingHandle handle) {
        this.handler = handler;
        this.handle = handle;
        this.toolCalls = new ToolCallFragments(
                call -> handler.onPartialToolCall(call, new PartialToolCallContext(handle)));
    }

    /** Whether the server has said why the reply ended, so that nothing is missing from it. */
    boolean isFinished() {
        return finishReason != null;
    }

    /** What has arrived, for a message about a stream that broke. */
    String progress() {
        return thinking.length() + " characters of thought and " + text.length() + " of text had arrived";
    }

    /** Takes a chunk of a stream, or a whole answer that was not streamed. */
    void accept(JsonNode chunk) {
        id = textOr(chunk.path("id"), id);
        modelName = textOr(chunk.path("model"), modelName);
        if (chunk.path("usage").isObject()) {
            usage = usage(chunk.path("usage"));
        }
        JsonNode choice = chunk.path("choices").path(0);
        JsonNode delta = choice.path("delta").isObject() ? choice.path("delta") : choice.path("message");
        acceptThinking(textOr(delta.path("reasoning_content"), textOr(delta.path("reasoning"), null)));
        acceptText(textOr(delta.path("content"), null));
        toolCalls.accept(delta.path("tool_calls"));
        String reason = textOr(choice.path("finish_reason"), null);
        if (reason != null) {
            finishReason = finishReason(reason);
        }
    }

    private void acceptThinking(@Nullable String piece) {
        if (piece != null && !handle.isCancelled()) {
            thinking.append(piece);
            handler.onPartialThinking(new PartialThinking(piece), new PartialThinkingContext(handle));
        }
    }

    private void acceptText(@Nullable String piece) {
        if (piece != null && !handle.isCancelled()) {
            text.append(piece);
            handler.onPartialResponse(new PartialResponse(piece), new PartialResponseContext(handle));
        }
    }

    /** Tells the handler the complete tool calls and the whole response. */
    void complete() {
        List<ToolExecutionRequest> requests = toolCalls.requests();
        for (int i = 0; i < requests.size(); i++) {
            handler.onCompleteToolCall(new CompleteToolCall(i, requests.get(i)));
        }
        handler.onCompleteResponse(ChatResponse.builder()
                .aiMessage(AiMessage.builder()
                        .text(text.isEmpty() && !requests.isEmpty() ? null : text.toString())
                        .thinking(thinking.isEmpty() ? null : thinking.toString())
                        .toolExecutionRequests(requests)
                        .build())
                .id(id)
                .modelName(modelName)
                .tokenUsage(usage)
                .finishReason(finishReason)
                .build());
    }

    private FinishReason finishReason(String reason) {
        return switch (reason) {
            case "stop" -> toolCalls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_EXECUTION;
            case "tool_calls", "function_call" -> FinishReason.TOOL_EXECUTION;
            case "length" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }

    private static QwenTokenUsage usage(JsonNode usage) {
        return new QwenTokenUsage(
                new TokenUsage(
                        count(usage.path("prompt_tokens")),
                        count(usage.path("completion_tokens")),
                        count(usage.path("total_tokens"))),
                count(usage.path("prompt_tokens_details").path("cached_tokens")),
                count(usage.path("completion_tokens_details").path("reasoning_tokens")));
    }

    private static @Nullable Integer count(JsonNode node) {
        return node.isInt() ? (Integer) node.asInt() : null;
    }

    private static @Nullable String textOr(JsonNode node, @Nullable String otherwise) {
        return node.isTextual() && !node.asText().isEmpty() ? node.asText() : otherwise;
    }
}
