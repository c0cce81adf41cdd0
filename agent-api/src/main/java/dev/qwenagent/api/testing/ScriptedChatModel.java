package dev.qwenagent.api.testing;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A chat model that says what it was told to, reply after reply, and keeps the requests it got. It streams each reply in the
 * order of the real models: thought, text, calls. Thread-safe.
 *
 * {@snippet :
 * var model = ScriptedChatModel.of(
 *         ScriptedReply.call("calculator", "{\"expression\": \"6 * 7\"}").thinking("I need the product."),
 *         ScriptedReply.text("It is 42."));
 * }
 */
public final class ScriptedChatModel implements StreamingChatModel {

    private final Queue<ScriptedReply> replies;
    private final List<ChatRequest> requests = new ArrayList<>();

    private ScriptedChatModel(List<ScriptedReply> replies) {
        this.replies = new ArrayDeque<>(replies);
    }

    /** A model with these replies, one a request. */
    public static ScriptedChatModel of(ScriptedReply... replies) {
        return new ScriptedChatModel(List.of(replies));
    }

    /** The requests so far, in order. */
    public synchronized List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    /** How many replies have not been asked for. */
    public synchronized int repliesLeft() {
        return replies.size();
    }

    private synchronized ScriptedReply next(ChatRequest request) {
        requests.add(request);
        ScriptedReply reply = replies.poll();
        if (reply == null) {
            throw new IllegalStateException("the script has no reply left for request " + requests.size()
                    + "; its last message is " + request.messages().getLast());
        }
        return reply;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ScriptedReply reply = next(request);
        if (reply.error() != null) {
            handler.onError(reply.error());
            return;
        }
        AiMessage message = reply.message(requests().size());
        if (message.thinking() != null) {
            pieces(message.thinking()).forEach(piece -> handler.onPartialThinking(new PartialThinking(piece)));
        }
        if (message.text() != null) {
            pieces(message.text()).forEach(handler::onPartialResponse);
        }
        for (int i = 0; i < message.toolExecutionRequests().size(); i++) {
            var call = message.toolExecutionRequests().get(i);
            handler.onPartialToolCall(PartialToolCall.builder()
                    .index(i)
                    .id(call.id())
                    .name(call.name())
                    .partialArguments(call.arguments())
                    .build());
            handler.onCompleteToolCall(new CompleteToolCall(i, call));
        }
        handler.onCompleteResponse(ChatResponse.builder()
                .aiMessage(message)
                .finishReason(message.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
                .tokenUsage(new TokenUsage(request.messages().size(), 1))
                .build());
    }

    /** Words with the space before them, as a model's tokens come. */
    private static List<String> pieces(String text) {
        return List.of(text.split("(?= )"));
    }
}
