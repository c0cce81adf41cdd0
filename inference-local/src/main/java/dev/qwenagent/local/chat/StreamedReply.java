package dev.qwenagent.local.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Tells a LangChain4j handler what becomes known of a reply, and gives each call its id. For one reply. */
public final class StreamedReply {

    /** LangChain4j asks for a piece that is not empty; white space before a JSON object means nothing. */
    private static final String NO_ARGUMENTS_YET = " ";

    private final StreamingChatResponseHandler handler;
    private final StreamingHandle handle;
    private final Supplier<String> ids;
    private final List<String> idsByIndex = new ArrayList<>();
    private final List<String> idsOfCompleteCalls = new ArrayList<>();

    /**
     * For a handler.
     *
     * @param handle how the handler may cancel; once it is cancelled, nothing more is told
     * @param ids makes the id of each call
     */
    public StreamedReply(StreamingChatResponseHandler handler, StreamingHandle handle, Supplier<String> ids) {
        this.handler = handler;
        this.handle = handle;
        this.ids = ids;
    }

    /** The ids of the calls that can be made, in their order. */
    public List<String> idsOfCompleteCalls() {
        return idsOfCompleteCalls;
    }

    /** Tells the handler of an event. */
    public void accept(ReplyEvent event) {
        if (handle.isCancelled()) {
            return;
        }
        switch (event) {
            case ReplyEvent.ThoughtPiece(String text) -> handler.onPartialThinking(new PartialThinking(text),
                    new PartialThinkingContext(handle));
            case ReplyEvent.AnswerPiece(String text) -> handler.onPartialResponse(new PartialResponse(text),
                    new PartialResponseContext(handle));
            case ReplyEvent.CallNamed(int index, String name) -> arguments(index, name, NO_ARGUMENTS_YET);
            case ReplyEvent.ArgumentsPiece(int index, String name, String text) -> arguments(index, name, text);
            case ReplyEvent.CallCompleted(int index, var call) -> {
                idsOfCompleteCalls.add(id(index));
                ToolExecutionRequest request = Reply.request(call, id(index));
                handler.onCompleteToolCall(new CompleteToolCall(index, request));
            }
            case ReplyEvent.CallRejected _,ReplyEvent.ThoughtWasAnswer _ -> {
                // LangChain4j has no callback for these; the message in the end carries them in its attributes
            }
        }
    }

    private void arguments(int index, String name, String text) {
        handler.onPartialToolCall(
                PartialToolCall.builder().index(index).id(id(index)).name(name).partialArguments(text).build(),
                new PartialToolCallContext(handle));
    }

    private String id(int index) {
        while (idsByIndex.size() <= index) {
            idsByIndex.add(ids.get());
        }
        return idsByIndex.get(index);
    }
}
