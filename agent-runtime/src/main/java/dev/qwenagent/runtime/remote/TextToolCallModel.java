package dev.qwenagent.runtime.remote;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.ReplyRules;
import java.util.List;

/**
 * A model behind a server without native tool calls, as one that has them: tools are declared in the instructions, and
 * thoughts and calls are read out of the text by the same protocol as a local model's. A call that cannot be read is left in
 * the message's attributes, see {@link dev.qwenagent.local.chat.Reply#CALL_ERRORS}. Stop sequences are
 * looked for in the answer alone, here and not by the server; once the reply is over, the server's stream is cancelled, and
 * the response has no token usage. Safe for use by several threads. The server's model is not closed with it.
 */
public final class TextToolCallModel implements StreamingChatModel {

    /** At the beginning of a line alone, since an argument or an answer may hold the word. */
    private static final String OBSERVATION = "\nObservation:";

    private final QwenChatModel server;
    private final CallFormat format;
    private final ThoughtOpening opening;

    private TextToolCallModel(QwenChatModel server, CallFormat format, ThoughtOpening opening) {
        this.server = server;
        this.format = format;
        this.opening = opening;
    }

    /** The model of a server, asked for calls in a form of text, that opens its thoughts itself if it thinks. */
    public static TextToolCallModel over(QwenChatModel server, CallFormat format) {
        return new TextToolCallModel(server, format, ThoughtOpening.BY_MODEL);
    }

    /**
     * The model of a server, asked for calls in a form of text.
     *
     * @param opening who opens its thoughts where they are part of the text, and thinking is not off
     */
    public static TextToolCallModel over(QwenChatModel server, CallFormat format, ThoughtOpening opening) {
        return new TextToolCallModel(server, format, opening);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return server.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return server.listeners();
    }

    @Override
    public ModelProvider provider() {
        return server.provider();
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatRequestParameters given = request.parameters();
        List<ToolSpecification> tools = given.toolChoice() == ToolChoice.NONE ? List.of() : given.toolSpecifications();
        if (given.stopSequences().contains("")) {
            handler.onError(
                    new InvalidRequestException("stop sequence: expected at least one character, found none"));
            return;
        }
        boolean asksForActions = format == CallFormat.REACT && !tools.isEmpty();
        QwenChatRequestParameters parameters = QwenChatRequestParameters.builder()
                .overrideWith(given)
                .toolSpecifications(List.of())
                .toolChoice(null)
                .stopSequences(asksForActions ? List.of(OBSERVATION) : List.of())
                .build();
        ChatRequest plain = ChatRequest.builder()
                .messages(new TextToolPrompt(format, tools).messages(request.messages()))
                .parameters(parameters)
                .build();
        ThoughtOpening opened = parameters.thinking() == QwenChatRequestParameters.Thinking.OFF
                ? ThoughtOpening.BY_MODEL
                : opening;
        TextReplyHandler reply = new TextReplyHandler(new ReplyRules(format, tools, given.stopSequences()), opened,
                handler);
        server.doChat(plain, reply);
        reply.finishIfOver();
    }
}
