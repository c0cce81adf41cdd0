package dev.qwenagent.runtime.replay;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.runtime.models.UnclosedThought;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model that says what was recorded, request after request, word by word: thought, text, calls. What failed fails in the same
 * way, what was cut comes as far as it came, and what was interrupted is interrupted. It asks nobody. Thread-safe.
 */
final class RecordedModel implements StreamingChatModel {

    private final Tape tape;

    /** A model over a tape. */
    RecordedModel(Tape tape) {
        this.tape = tape;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        Optional<Recording.Asked> next = tape.next();
        if (next.isEmpty()) {
            tape.over();
            return;
        }
        switch (next.get().result()) {
            case Recording.Result.Replied(var reply, var _) ->
                reply(reply.message(), reply.finish(), reply.usage(), new Stream(handler));
            case Recording.Result.Cut(var cut) ->
                reply(cut.message(), FinishReason.OTHER, cut.usage(), new Stream(handler));
            case Recording.Result.Failed(var failure, var _) -> handler.onError(RecordedFailure.of(failure));
            case Recording.Result.Ended(var by) -> tape.end(by);
        }
    }

    private static void reply(AiMessage message, FinishReason finish, TokenUsage usage, Stream stream) {
        String thought = orEmpty(message.thinking());
        String text = orEmpty(message.text());
        // A thought that proved to be the answer, or the end of it, had been told as a thought.
        boolean told = UnclosedThought.isAnswerOf(message);
        stream.thought(thought);
        stream.text(told && text.endsWith(thought.strip()) ? text.substring(0, text.length() - thought.strip().length())
                : text);
        stream.calls(message.toolExecutionRequests());
        stream.complete(ChatResponse.builder()
                .aiMessage(told ? message.toBuilder().thinking(null).build() : message)
                .finishReason(finish)
                .tokenUsage(usage)
                .build());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** One reply on its way; whoever hears it may end it at any piece. */
    private static final class Stream implements StreamingHandle {

        private final StreamingChatResponseHandler handler;
        private volatile boolean isCancelled;

        Stream(StreamingChatResponseHandler handler) {
            this.handler = handler;
        }

        void thought(String text) {
            words(text, word -> handler.onPartialThinking(new PartialThinking(word), new PartialThinkingContext(this)));
        }

        void text(String text) {
            words(text, word -> handler.onPartialResponse(new PartialResponse(word), new PartialResponseContext(this)));
        }

        void calls(List<ToolExecutionRequest> calls) {
            for (int i = 0; i < calls.size() && !isCancelled; i++) {
                handler.onCompleteToolCall(new CompleteToolCall(i, calls.get(i)));
            }
        }

        void complete(ChatResponse response) {
            if (!isCancelled) {
                handler.onCompleteResponse(response);
            }
        }

        private void words(String text, Consumer<String> word) {
            if (text.isEmpty()) {
                return;
            }
            for (String piece : text.split("(?= )")) {
                if (isCancelled) {
                    return;
                }
                word.accept(piece);
            }
        }

        @Override
        public void cancel() {
            isCancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return isCancelled;
        }
    }
}
