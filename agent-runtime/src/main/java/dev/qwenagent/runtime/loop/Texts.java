package dev.qwenagent.runtime.loop;

import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.tool.ToolOutcome;
import java.math.BigDecimal;
import java.time.Duration;
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

    /** A time as people say it: {@code 300 ms}, {@code 2.5 s}, {@code 90 s}. */
    static String of(Duration time) {
        return time.toMillis() < 1000 ? time.toMillis() + " ms"
                : BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
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
