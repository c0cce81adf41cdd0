package dev.qwenagent.runtime.remote;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a server's words what they repeat of ours. Servers quote a request that they refuse, and what they say goes
 * into exceptions, and from there into logs, where neither the key nor a prompt or an argument belongs.
 */
final class Echo {

    /** So many characters in a row are no coincidence. */
    private static final int WINDOW = 16;

    /** A whole text of ours that is shorter says nothing about anybody. */
    private static final int SHORTEST = 6;

    /** No more of a server's words is looked through and passed on; a prompt may be a book. */
    private static final int LONGEST = 1000;

    private static final String TAKEN_OUT = "[...]";

    private final @Nullable Secret key;
    private final List<ChatMessage> messages;

    Echo(@Nullable Secret key, List<ChatMessage> messages) {
        this.key = key;
        this.messages = messages;
    }

    /** The words, as far as they are of interest, without what is ours. */
    String removedFrom(String words) {
        String safe = key == null ? words : key.removedFrom(words);
        int end = safe.length();
        if (end > LONGEST) {
            safe = safe.substring(0, LONGEST);
            // What the end cuts is too short to be told from others' words.
            end = LONGEST - WINDOW;
        }
        BitSet ours = new BitSet(safe.length());
        for (ChatMessage message : messages) {
            for (String text : texts(message)) {
                mark(safe, text, ours);
                mark(safe, escaped(text), ours);
            }
        }
        return without(safe, ours, end);
    }

    /** A server may quote us as JSON. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static void mark(String words, String text, BitSet ours) {
        String whole = text.strip();
        if (whole.length() < WINDOW) {
            int at = whole.length() < SHORTEST ? -1 : words.indexOf(whole);
            for (; at >= 0; at = words.indexOf(whole, at + 1)) {
                ours.set(at, at + whole.length());
            }
            return;
        }
        for (int i = 0; i + WINDOW <= words.length(); i++) {
            if (text.contains(words.substring(i, i + WINDOW))) {
                ours.set(i, i + WINDOW);
            }
        }
    }

    private static String without(String words, BitSet ours, int end) {
        StringBuilder safe = new StringBuilder();
        int from = 0;
        for (int at = ours.nextSetBit(0); at >= 0 && at < end; at = ours.nextSetBit(from)) {
            safe.append(words, from, at).append(TAKEN_OUT);
            from = ours.nextClearBit(at);
        }
        return from < end ? safe.append(words, from, end).toString() : safe.toString();
    }

    private static List<String> texts(ChatMessage message) {
        List<String> texts = new ArrayList<>();
        switch (message) {
            case SystemMessage system -> texts.add(system.text());
            case UserMessage user -> addContents(user.contents(), texts);
            case ToolExecutionResultMessage result -> addContents(result.contents(), texts);
            case AiMessage reply -> {
                addIfAny(reply.text(), texts);
                addIfAny(reply.thinking(), texts);
                for (ToolExecutionRequest call : reply.toolExecutionRequests()) {
                    addIfAny(call.arguments(), texts);
                }
            }
            default -> {
            }
        }
        return texts;
    }

    private static void addContents(List<Content> contents, List<String> texts) {
        for (Content content : contents) {
            if (content instanceof TextContent text) {
                texts.add(text.text());
            }
        }
    }

    private static void addIfAny(@Nullable String text, List<String> texts) {
        if (text != null) {
            texts.add(text);
        }
    }
}
