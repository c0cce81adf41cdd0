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
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.runtime.cost.ThoughtBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reply as its chunks arrive: passes each piece to the handler and keeps what makes the whole. Not thread-safe.
 */
final class ReplyAssembly {

    private final StreamingChatResponseHandler handler;
    private final StreamingHandle handle;
    private final ThoughtBudget budget;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final ToolCallFragments toolCalls;
    private final List<TokenProbability> logProbabilities = new ArrayList<>();
    private final SpeechFragments speech = new SpeechFragments();
    private boolean told;
    private @Nullable String id;
    private @Nullable String modelName;
    private @Nullable String finishReason;
    private @Nullable QwenTokenUsage usage;

    ReplyAssembly(StreamingChatResponseHandler handler, StreamingHandle handle, ThoughtBudget budget) {
        this.handler = handler;
        this.handle = handle;
        this.budget = budget;
        this.toolCalls = new ToolCallFragments(call -> {
            told = true;
            handler.onPartialToolCall(call, new PartialToolCallContext(handle));
        });
    }

    /** Begins the assembly of another try. */
    @FunctionalInterface
    interface Source {
        ReplyAssembly begin();
    }

    /** A reply that goes on with the thought of another, which was told already. */
    static ReplyAssembly continuing(ReplyAssembly first, StreamingChatResponseHandler handler, StreamingHandle handle,
            ThoughtBudget budget) {
        ReplyAssembly reply = new ReplyAssembly(handler, handle, budget);
        reply.thinking.append(first.thinking);
        return reply;
    }

    /** Whether the thought has used up its budget, so that no answer is coming. */
    boolean isCutShort() {
        return budget.isSpent();
    }

    /** Whether the server has said why the reply ended, so that nothing is missing from it. */
    boolean isFinished() {
        return finishReason != null;
    }

    /** Whether the server's content filter ended the reply, so that what there is of it is no answer. */
    boolean isFiltered() {
        return "content_filter".equals(finishReason);
    }

    /** Whether the handler has been told anything, so that beginning anew would tell it twice. */
    boolean isToldOf() {
        return told;
    }

    /** What was thought so far. */
    String thinking() {
        return thinking.toString();
    }

    @Nullable
    QwenTokenUsage usage() {
        return usage;
    }

    void usage(QwenTokenUsage newUsage) {
        usage = newUsage;
    }

    /** What has arrived, without the calls, which are worth nothing in part. */
    AiMessage soFar() {
        return AiMessage.builder()
                .text(text.isEmpty() ? null : text.toString())
                .thinking(thinking.isEmpty() ? null : thinking.toString())
                .build();
    }

    /** Takes a chunk of a stream, or a whole answer that was not streamed. */
    void accept(JsonNode chunk) {
        id = textOr(chunk.path("id"), id);
        modelName = textOr(chunk.path("model"), modelName);
        if (chunk.path("usage").isObject()) {
            usage = QwenTokenUsage.read(chunk.path("usage"));
        }
        for (JsonNode choice : chunk.path("choices")) {
            // The first reply is the one; others come if somebody asked for several by an extra field.
            if (choice.path("index").asInt(0) == 0) {
                acceptChoice(choice);
            }
        }
    }

    private void acceptChoice(JsonNode choice) {
        JsonNode delta = choice.path("delta").isObject() ? choice.path("delta") : choice.path("message");
        acceptThinking(textOr(delta.path("reasoning_content"), textOr(delta.path("reasoning"), null)));
        if (budget.isSpent()) {
            return;
        }
        acceptText(textOr(delta.path("content"), textOr(delta.path("audio").path("transcript"), null)));
        toolCalls.accept(delta.path("tool_calls"));
        logProbabilities.addAll(TokenProbability.read(choice.path("logprobs").path("content")));
        speech.accept(delta.path("audio"));
        String reason = textOr(choice.path("finish_reason"), null);
        if (reason != null && !reason.equals("null")) {
            finishReason = reason;
        }
    }

    private void acceptThinking(@Nullable String piece) {
        if (piece != null && !handle.isCancelled() && budget.admits(piece)) {
            thinking.append(piece);
            told = true;
            handler.onPartialThinking(new PartialThinking(piece), new PartialThinkingContext(handle));
        }
    }

    private void acceptText(@Nullable String piece) {
        if (piece != null && !handle.isCancelled()) {
            text.append(piece);
            told = true;
            handler.onPartialResponse(new PartialResponse(piece), new PartialResponseContext(handle));
        }
    }

    /** Tells the handler the complete tool calls and the whole response. */
    void complete(String requestId) {
        List<ToolExecutionRequest> requests = toolCalls.requests(end());
        List<String> broken = toolCalls.problems(end());
        for (int i = 0; i < requests.size(); i++) {
            handler.onCompleteToolCall(new CompleteToolCall(i, requests.get(i)));
        }
        AiMessage message = AiMessage.builder()
                .text(text.isEmpty() && !toolCalls.isEmpty() ? null : text.toString())
                .thinking(thinking.isEmpty() ? null : thinking.toString())
                .toolExecutionRequests(requests)
                .attributes(broken.isEmpty() ? Map.of() : Map.of(Reply.CALL_ERRORS, broken))
                .build();
        handler.onCompleteResponse(ChatResponse.builder()
                .aiMessage(message)
                .metadata(QwenChatResponseMetadata.builderOfOwn()
                        .id(id)
                        .modelName(modelName)
                        .tokenUsage(usage)
                        .finishReason(reason())
                        .requestId(requestId)
                        .logProbabilities(logProbabilities)
                        .speech(speech.bytes())
                        .build())
                .build());
    }

    /** What ended the reply: where the server does not say that the model did, something may be missing at its end. */
    private ReplyEnd end() {
        return switch (finishReason) {
            case "stop", "tool_calls", "function_call" -> ReplyEnd.STOPPED;
            case null, default -> ReplyEnd.CUT;
        };
    }

    private @Nullable FinishReason reason() {
        return switch (finishReason) {
            case null -> null;
            case "stop" -> toolCalls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_EXECUTION;
            case "tool_calls", "function_call" -> FinishReason.TOOL_EXECUTION;
            case "length" -> FinishReason.LENGTH;
            default -> FinishReason.OTHER;
        };
    }

    private static @Nullable String textOr(JsonNode node, @Nullable String otherwise) {
        return node.isTextual() && !node.asText().isEmpty() ? node.asText() : otherwise;
    }
}
