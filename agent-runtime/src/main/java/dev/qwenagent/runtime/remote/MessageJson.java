package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.util.List;
import java.util.stream.Collectors;

/** Writes messages as the fields {@code role}, {@code content} and what belongs to the role. */
final class MessageJson {

    /** What becomes of the thoughts in earlier replies. */
    enum Thoughts {
        SENT,
        LEFT_OUT
    }

    private final ArrayNode messages;
    private final Thoughts thoughts;

    MessageJson(ArrayNode messages, Thoughts thoughts) {
        this.messages = messages;
        this.thoughts = thoughts;
    }

    /** Appends a message. */
    void write(ChatMessage message) {
        switch (message) {
            case SystemMessage system -> add("system").put("content", system.text());
            case UserMessage user -> writeContents(add("user"), user.contents());
            case AiMessage ai -> writeReply(add("assistant"), ai);
            case ToolExecutionResultMessage result -> writeContents(add("tool").put("tool_call_id", result.id()),
                    result.contents());
            default -> throw new UnsupportedFeatureException(
                    "a message of type " + message.type() + " cannot be sent to a chat completions server");
        }
    }

    private ObjectNode add(String role) {
        return messages.addObject().put("role", role);
    }

    private void writeReply(ObjectNode json, AiMessage reply) {
        json.put("content", reply.text() == null ? "" : reply.text());
        if (thoughts == Thoughts.SENT && reply.thinking() != null) {
            json.put("reasoning_content", reply.thinking());
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

    /** Text alone is written as a string: some text models mishandle an array of one part. */
    private static void writeContents(ObjectNode json, List<Content> contents) {
        if (contents.stream().allMatch(TextContent.class::isInstance)) {
            json.put("content",
                    contents.stream().map(text -> ((TextContent) text).text()).collect(Collectors.joining("\n")));
            return;
        }
        ArrayNode parts = json.putArray("content");
        for (Content content : contents) {
            switch (content) {
                case TextContent text -> parts.addObject().put("type", "text").put("text", text.text());
                case ImageContent image -> parts.addObject()
                        .put("type", "image_url")
                        .putObject("image_url")
                        .put("url", url(image.image()));
                default -> throw new UnsupportedFeatureException(
                        "content of type " + content.type() + " cannot be sent; text and images can");
            }
        }
    }

    private static String url(Image image) {
        return image.url() != null ? image.url().toString()
                : "data:" + image.mimeType() + ";base64," + image.base64Data();
    }
}
