package dev.qwenagent.runtime.resume;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model whose reply follows from how much has been said, so that it says the same to the same request in any process. Its
 * call ids are the same in every turn, as those of real models may be.
 */
final class StepModel implements StreamingChatModel {

    private final List<ScriptedReply> replies;
    private final AtomicInteger requests = new AtomicInteger();

    StepModel(List<ScriptedReply> replies) {
        this.replies = List.copyOf(replies);
    }

    static StepModel of(ScriptedReply... replies) {
        return new StepModel(List.of(replies));
    }

    /** How often it was asked. */
    int requests() {
        return requests.get();
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        requests.incrementAndGet();
        int said = (int) request.messages().stream().filter(AiMessage.class::isInstance).count();
        ScriptedChatModel.of(replies.get(said)).doChat(request, handler);
    }
}
