package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.util.ArrayList;
import java.util.List;

/** Writes messages as the fields {@code role}, {@code content} and what belongs to the role. */
final class MessageJson {

    private static final String RESULT_IN_TEXT = "<tool_response>";

    private final ArrayNode messages;
    private final MessageStyle style;
    private final ContentJson contents;

    MessageJson(ArrayNode messages, MessageStyle style) {
        this.messages = messages;
        this.style = style;
        this.contents = new ContentJson(style);
    }

    /**
     * Appends a conversation.
     *
     * @throws UnsupportedFeatureException if a message holds what the server or the model cannot take
     */
    void writeAll(List<ChatMessage> conversation) {
        int question = newestQuestion(conversation);
        for (int i = 0; i < conversation.size(); i++) {
            write(conversation.get(i), i, question);
        }
        markCached(conversation);
    }

    /** Results of calls that were written as text come as the user's words, and are no question to Qwen's chat templates. */
    private static int newestQuestion(List<ChatMessage> conversation) {
        for (int i = conversation.size() - 1; i >= 0; i--) {
            if (conversation.get(i) instanceof UserMessage user
                    && !(user.hasSingleText() && user.singleText().startsWith(RESULT_IN_TEXT))) {
                return i;
            }
        }
        return -1;
    }

    private void write(ChatMessage message, int index, int question) {
        switch (message) {
            case SystemMessage system -> add("system").put("content", system.text());
            case UserMessage user -> {
                List<Content> said = index == question ? withWord(user.contents()) : user.contents();
                contents.write(add("user"), said, VideoFrames.perSecond(user));
            }
            case AiMessage ai -> writeReply(add("assistant"), ai, index > question);
            case ToolExecutionResultMessage result -> contents.write(
                    add("tool").put("tool_call_id", result.id()), result.contents(), VideoFrames.NONE);
            default -> throw new UnsupportedFeatureException(
                    "a message of type " + message.type() + " cannot be sent to a chat completions server");
        }
    }

    private ObjectNode add(String role) {
        return messages.addObject().put("role", role);
    }

    private List<Content> withWord(List<Content> said) {
        if (style.word().isEmpty()) {
            return said;
        }
        List<Content> more = new ArrayList<>(said);
        if (more.getLast() instanceof TextContent text) {
            more.set(more.size() - 1, TextContent.from(text.text() + style.word()));
        } else {
            more.add(TextContent.from(style.word().strip()));
        }
        return more;
    }

    private void writeReply(ObjectNode json, AiMessage reply, boolean sinceTheQuestion) {
        json.put("content", reply.text() == null ? "" : reply.text());
        boolean thoughtIsSent = switch (style.thoughts()) {
            case ALL -> true;
            case SINCE_THE_QUESTION -> sinceTheQuestion;
            case NONE -> false;
        };
        if (thoughtIsSent && reply.thinking() != null) {
            json.put(style.family().thoughtField(), reply.thinking());
        }
        if (reply.hasToolExecutionRequests()) {
            ArrayNode calls = json.putArray("tool_calls");
            for (ToolExecutionRequest request : reply.toolExecutionRequests()) {
                calls.addObject()
                        .put("id", request.id())
                        .put("type", "function")
                        .putObject("function")
                        .put("name", request.name())
                        .put("arguments", request.arguments() == null ? "{}" : request.arguments());
            }
        }
    }

    private void markCached(List<ChatMessage> conversation) {
        if (style.cache().contains(CachePoint.INSTRUCTIONS)) {
            for (int i = 0; i < conversation.size() && conversation.get(i) instanceof SystemMessage; i++) {
                if (i + 1 == conversation.size() || !(conversation.get(i + 1) instanceof SystemMessage)) {
                    ContentJson.markLastPartCached((ObjectNode) messages.get(i));
                }
            }
        }
        if (style.cache().contains(CachePoint.CONVERSATION)) {
            ContentJson.markLastPartCached((ObjectNode) messages.get(messages.size() - 1));
        }
    }
}
