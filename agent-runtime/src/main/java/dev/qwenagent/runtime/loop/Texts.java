package dev.qwenagent.runtime.loop;

import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.tool.ToolOutcome;
import java.util.stream.Collectors;

/** Texts on their way between people, tools and the model. */
final class Texts {

    private Texts() {}

    /** What a message says in words; other content is left out. */
    static String of(UserMessage message) {
        return message.contents()
                .stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
    }

    /** The start of a text in one line, at most this many characters. */
    static String start(String text, int length) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= length ? line : line.substring(0, length - 1) + "…";
    }

    /** A tool's result within the limit, with a note of what is missing. */
    static ToolOutcome cut(ToolOutcome outcome, int limit) {
        if (!(outcome instanceof ToolOutcome.Success(String text, var label)) || text.length() <= limit) {
            return outcome;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return new ToolOutcome.Success(
                text.substring(0, end) + "\n[cut: the first " + end + " of " + text.length() + " characters]", label);
    }
}
