package dev.qwenagent.memory;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import java.util.Map;

/**
 * What the loop, not the user, tells the model in the user's place, such as why it has to think again. It belongs to the turn
 * that it interrupts, so that a window drops it before the task it is about.
 */
public final class LoopNote {

    private static final String KEY = "qwenagent.note";

    private LoopNote() {}

    /** A note with this text. */
    public static UserMessage of(String text) {
        return UserMessage.builder().addContent(TextContent.from(text)).attributes(Map.of(KEY, true)).build();
    }

    /** Whether a message is a note of the loop's. */
    public static boolean is(ChatMessage message) {
        return message instanceof UserMessage user && user.attributes().containsKey(KEY);
    }
}
