package dev.qwenagent.runtime.models;

import dev.langchain4j.data.message.AiMessage;
import dev.qwenagent.local.chat.Reply;
import java.util.List;

/** What in a model's reply began as a tool call and could not be read; our own models leave it in the message's attributes. */
public final class BrokenCalls {

    private BrokenCalls() {}

    /** What was wrong with each, written for the model as its reader; empty if nothing was. */
    public static List<String> in(AiMessage message) {
        return message.attributes().get(Reply.CALL_ERRORS) instanceof List<?> errors
                ? errors.stream().map(String::valueOf).toList()
                : List.of();
    }
}
