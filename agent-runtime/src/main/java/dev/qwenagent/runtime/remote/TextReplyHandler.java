package dev.qwenagent.runtime.remote;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.qwenagent.local.chat.RenderedPrompt;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.local.chat.ReplyReader;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.StreamedReply;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a reply for thoughts and calls on its way to a handler, and cancels the server's stream once the reply
 * is over. For one reply.
 */
final class TextReplyHandler implements StreamingChatResponseHandler {

    private final ReplyRules rules;
    private final ThoughtOpening opening;
    private final StreamingChatResponseHandler handler;
    private @Nullable ReplyReader begun;
    private final StreamedReply streamed;
    private @Nullable StreamingHandle server;
    private final StringBuilder serversThinking = new StringBuilder();
    private boolean ended;
    private volatile boolean cancelled;

    TextReplyHandler(ReplyRules rules, ThoughtOpening opening, StreamingChatResponseHandler handler) {
        this.rules = rules;
        this.opening = opening;
        this.handler = handler;
        this.streamed = new StreamedReply(handler, new ServerHandle(), () -> "call_" + UUID.randomUUID());
    }

    /** The reader of the text; of a server that sends its thoughts apart the text holds none. */
    private ReplyReader reader() {
        ReplyReader reader = begun;
        if (reader == null) {
            boolean insideThought = opening == ThoughtOpening.BY_PROMPT && serversThinking.isEmpty();
            reader = ReplyReader.after(new RenderedPrompt("", insideThought), rules, streamed::accept);
            begun = reader;
        }
        return reader;
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        serversThinking.append(partial.text());
        handler.onPartialThinking(partial, context);
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        server = context.streamingHandle();
        if (!reader().isOver()) {
            reader().accept(partial.text());
        }
        if (reader().isOver()) {
            server.cancel();
        }
    }

    /** Completes a reply that was over before the server's stream was; call when the server says no more. */
    void finishIfOver() {
        if (reader().isOver() && !ended && !cancelled) {
            complete(ReplyEnd.STOPPED, ChatResponseMetadata.builder().finishReason(FinishReason.STOP).build());
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        complete(complete.finishReason() == FinishReason.STOP ? ReplyEnd.STOPPED : ReplyEnd.CUT, complete.metadata());
    }

    private void complete(ReplyEnd end, ChatResponseMetadata said) {
        ended = true;
        Reply reply = reader().finish(end);
        AiMessage message = reply.toAiMessage(streamed.idsOfCompleteCalls());
        if (!serversThinking.isEmpty()) {
            message = message.toBuilder()
                    .thinking(reply.thinking().isEmpty() ? serversThinking.toString()
                            : serversThinking + "\n" + reply.thinking())
                    .build();
        }
        var metadata = said.toBuilder();
        if (!reply.calls().isEmpty()) {
            metadata.finishReason(FinishReason.TOOL_EXECUTION);
        }
        handler.onCompleteResponse(ChatResponse.builder().aiMessage(message).metadata(metadata.build()).build());
    }

    @Override
    public void onError(Throwable error) {
        ended = true;
        handler.onError(error);
    }

    /** The handle of the server's stream, which comes with its first piece. */
    private final class ServerHandle implements StreamingHandle {

        @Override
        public void cancel() {
            cancelled = true;
            if (server != null) {
                server.cancel();
            }
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
