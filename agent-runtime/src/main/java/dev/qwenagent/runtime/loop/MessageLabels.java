package dev.qwenagent.runtime.loop;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Label.Integrity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels on messages, in the messages' own attributes, so that they go wherever the conversation goes: into the store and out
 * of it again. What a model says carries the label of all it had read, so that the label outlives what is dropped from the
 * window.
 */
final class MessageLabels {

    private static final String CONFIDENTIALITY = "qwenagent.confidentiality";
    private static final String INTEGRITY = "qwenagent.integrity";

    private MessageLabels() {}

    /** The join of all labels in a conversation. */
    static Label of(List<ChatMessage> messages) {
        return messages.stream().map(MessageLabels::of).reduce(Label.PLAIN, Label::join);
    }

    static AiMessage put(AiMessage message, Label label) {
        return label.equals(Label.PLAIN)
                ? message
                : message.toBuilder().attributes(with(message.attributes(), label)).build();
    }

    static ToolExecutionResultMessage put(ToolExecutionResultMessage message, Label label) {
        return label.equals(Label.PLAIN)
                ? message
                : message.toBuilder().attributes(with(message.attributes(), label)).build();
    }

    private static Label of(ChatMessage message) {
        return switch (message) {
            case AiMessage ai -> read(ai.attributes());
            case ToolExecutionResultMessage result -> read(result.attributes());
            default -> Label.PLAIN;
        };
    }

    private static Label read(Map<String, Object> attributes) {
        return new Label(
                attributes.get(CONFIDENTIALITY) instanceof String name ? Confidentiality.valueOf(name)
                        : Confidentiality.PUBLIC,
                attributes.get(INTEGRITY) instanceof String name ? Integrity.valueOf(name) : Integrity.TRUSTED);
    }

    private static Map<String, Object> with(Map<String, Object> attributes, Label label) {
        Map<String, Object> more = new HashMap<>(attributes);
        more.put(CONFIDENTIALITY, label.confidentiality().name());
        more.put(INTEGRITY, label.integrity().name());
        return more;
    }
}
