package dev.qwenagent.api.testing;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A chat model that says what it was told to, reply after reply, and keeps the requests it got. It streams each reply in the
 * order of the real models: thought, text, calls; a handler that cancels hears nothing more. Thread-safe.
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

    private synchronized Turn next(ChatRequest request) {
        requests.add(request);
        ScriptedReply reply = replies.poll();
        if (reply == null) {
            throw new IllegalStateException("the script has no reply left for request " + requests.size()
                    + "; its last message is " + request.messages().getLast());
        }
        return new Turn(requests.size(), reply);
    }

    /**
     * Streams the next reply on the caller's thread; a failing reply goes to the handler's {@code onError}.
     *
     * @throws IllegalStateException if the script has no reply left, with the request's number and last message
     */
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        Turn turn = next(request);
        if (turn.reply().error() != null) {
            handler.onError(turn.reply().error());
            return;
        }
        AiMessage message = turn.reply().message(turn.number());
        var stream = new ScriptedStream(handler);
        stream.thinking(pieces(message.thinking()));
        stream.text(pieces(message.text()));
        stream.calls(message.toolExecutionRequests());
        stream.complete(ChatResponse.builder()
                .aiMessage(message)
                .finishReason(message.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
                .tokenUsage(new TokenUsage(request.messages().size(), 1))
                .build());
    }

    /** Words with the space before them, as a model's tokens come; none of no text. */
    private static List<String> pieces(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split("(?= )"));
    }

    private record Turn(int number, ScriptedReply reply) {}
}
