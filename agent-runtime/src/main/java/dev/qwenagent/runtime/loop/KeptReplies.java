package dev.qwenagent.runtime.loop;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RequestDigest;
import dev.qwenagent.runtime.history.KeptReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replies of before the run was resumed that no decision was taken on: each is the reply to the same request, once. Not
 * thread-safe.
 */
final class KeptReplies {

    private final List<KeptReply> kept;

    KeptReplies(List<KeptReply> kept) {
        this.kept = new ArrayList<>(kept);
    }

    /** Streams a reply as its model did, but for the pieces. */
    static void play(JournalEntry.ModelReplied reply, StreamingChatResponseHandler handler) {
        AiMessage said = reply.message();
        if (said.thinking() != null) {
            handler.onPartialThinking(new PartialThinking(said.thinking()));
        }
        if (said.text() != null) {
            handler.onPartialResponse(said.text());
        }
        for (int i = 0; i < said.toolExecutionRequests().size(); i++) {
            handler.onCompleteToolCall(new CompleteToolCall(i, said.toolExecutionRequests().get(i)));
        }
        handler.onCompleteResponse(ChatResponse.builder()
                .aiMessage(said)
                .finishReason(reply.finish())
                .tokenUsage(reply.usage())
                .build());
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** The reply to a request, if there is one; it is used up. */
    Optional<JournalEntry.ModelReplied> take(RequestDigest request) {
        Optional<KeptReply> found = kept.stream().filter(reply -> reply.request().equals(request)).findFirst();
        found.ifPresent(kept::remove);
        return found.map(KeptReply::reply);
    }
}
