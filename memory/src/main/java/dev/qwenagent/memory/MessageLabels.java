package dev.qwenagent.memory;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Label.Integrity;
import dev.qwenagent.api.label.LabelSource;
import dev.qwenagent.api.label.Provenance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels on messages, in the messages' own attributes, so that they go wherever the conversation goes: into the store and out
 * of it again, and into a summary that stands for messages. What a model says carries the label of all it had read, so that
 * the label outlives a message that somebody removes.
 *
 * <p>An attribute that is there and cannot be read counts as confidential and untrusted.
 */
public final class MessageLabels {

    /** What a reply is called whose label is higher than those of the messages before it. */
    public static final String EARLIER_REPLY = "what the agent said before";

    private static final String SOURCES = "qwenagent.sources";
    private static final String DECLASSIFIED = "qwenagent.declassified";
    private static final String NAME = "name";
    private static final String CONFIDENTIALITY = "confidentiality";
    private static final String INTEGRITY = "integrity";
    private static final String WHO = "who";
    private static final String REASON = "reason";
    private static final Label HIGHEST = Label.CONFIDENTIAL.join(Label.UNTRUSTED);

    private MessageLabels() {}

    /** What in a conversation is confidential or untrusted, after what persons decided on the way. */
    public static Provenance of(List<ChatMessage> messages) {
        Provenance sofar = Provenance.NONE;
        for (ChatMessage message : messages) {
            sofar = after(sofar, message);
        }
        return sofar;
    }

    /** The same once a message has been added to the conversation. */
    public static Provenance after(Provenance before, ChatMessage message) {
        return switch (message) {
            case AiMessage ai -> {
                Label said = read(ai.attributes()).label();
                yield before.label().join(said).equals(before.label())
                        ? before
                        : before.join(Provenance.of(EARLIER_REPLY, said));
            }
            case ToolExecutionResultMessage result -> before.join(read(result.attributes()));
            case UserMessage user when user.attributes().get(DECLASSIFIED) instanceof Map<?, ?> decision ->
                before.after(decision(decision));
            case UserMessage user -> before.join(read(user.attributes()));
            default -> before;
        };
    }

    /** A reply of the model, made of all that it had read. */
    public static AiMessage put(AiMessage message, Provenance read) {
        return read.label().equals(Label.PLAIN)
                ? message
                : message.toBuilder()
                        .attributes(with(message.attributes(), Provenance.of(EARLIER_REPLY, read.label())))
                        .build();
    }

    /** A tool's result with where it comes from. */
    public static ToolExecutionResultMessage put(ToolExecutionResultMessage message, Provenance provenance) {
        return provenance.sources().isEmpty()
                ? message
                : message.toBuilder().attributes(with(message.attributes(), provenance)).build();
    }

    /** A user's message, or a summary in its place, with what it holds beside the user's words. */
    public static UserMessage put(UserMessage message, Provenance provenance) {
        return provenance.sources().isEmpty()
                ? message
                : message.toBuilder().attributes(with(message.attributes(), provenance)).build();
    }

    /** A note in the conversation that a person lowered a label; what comes before it is judged by it, and stays as it is. */
    public static UserMessage declassification(Declassification decision) {
        Map<String, Object> attributes = new HashMap<>(LoopNote.of("").attributes());
        Map<String, Object> said = labelled(new LabelSource(decision.source(), decision.label()));
        said.put(WHO, decision.who());
        said.put(REASON, decision.reason());
        attributes.put(DECLASSIFIED, said);
        return UserMessage.builder()
                .addContent(TextContent.from(
                        "(" + decision.who() + " declared " + decision.source() + " " + decision.label().words()
                                + ".)"))
                .attributes(attributes)
                .build();
    }

    private static Provenance read(Map<String, Object> attributes) {
        return switch (attributes.get(SOURCES)) {
            case null -> Provenance.NONE;
            case List<?> sources -> new Provenance(sources.stream().map(MessageLabels::source).toList());
            default -> Provenance.of("a message whose label cannot be read", HIGHEST);
        };
    }

    private static LabelSource source(Object stored) {
        return stored instanceof Map<?, ?> source
                ? new LabelSource(String.valueOf(source.get(NAME)), label(source))
                : new LabelSource("a message whose label cannot be read", HIGHEST);
    }

    private static Label label(Map<?, ?> stored) {
        try {
            return new Label(
                    Confidentiality.valueOf(String.valueOf(stored.get(CONFIDENTIALITY))),
                    Integrity.valueOf(String.valueOf(stored.get(INTEGRITY))));
        } catch (IllegalArgumentException e) {
            return HIGHEST;
        }
    }

    private static Declassification decision(Map<?, ?> stored) {
        return new Declassification(String.valueOf(stored.get(NAME)), label(stored), String.valueOf(stored.get(WHO)),
                String.valueOf(stored.get(REASON)));
    }

    private static Map<String, Object> with(Map<String, Object> attributes, Provenance provenance) {
        List<Map<String, Object>> sources = new ArrayList<>();
        provenance.sources().forEach(source -> sources.add(labelled(source)));
        Map<String, Object> more = new HashMap<>(attributes);
        more.put(SOURCES, sources);
        return more;
    }

    private static Map<String, Object> labelled(LabelSource source) {
        Map<String, Object> stored = new HashMap<>();
        stored.put(NAME, source.name());
        stored.put(CONFIDENTIALITY, source.label().confidentiality().name());
        stored.put(INTEGRITY, source.label().integrity().name());
        return stored;
    }
}
