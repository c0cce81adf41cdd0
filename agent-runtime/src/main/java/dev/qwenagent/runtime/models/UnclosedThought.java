package dev.qwenagent.runtime.models;

import dev.langchain4j.data.message.AiMessage;
import dev.qwenagent.local.chat.Reply;

/** A thought that a model never closed; our own models say so in the message's attributes. */
public final class UnclosedThought {

    private UnclosedThought() {}

    /** Whether the text of the message, or the end of it, was streamed as a thought, and proved to be the answer. */
    public static boolean isAnswerOf(AiMessage message) {
        return Boolean.TRUE.equals(message.attributes().get(Reply.THOUGHT_WAS_ANSWER));
    }
}
