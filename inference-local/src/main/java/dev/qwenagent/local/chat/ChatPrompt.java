package dev.qwenagent.local.chat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import java.util.List;

/**
 * What is asked of a model: everything a chat template renders.
 *
 * @param messages the conversation, oldest first
 * @param tools the tools that the model may call, in the order in which it reads them
 * @param thinking whether it is asked to think
 * @param earlierThoughts what it reads of what it thought before
 */
public record ChatPrompt(List<ChatMessage> messages, List<ToolSpecification> tools, Thinking thinking,
        EarlierThoughts earlierThoughts) {

    /** Copies the lists. */
    public ChatPrompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** A prompt with earlier thoughts as the model was trained. */
    public ChatPrompt(List<ChatMessage> messages, List<ToolSpecification> tools, Thinking thinking) {
        this(messages, tools, thinking, EarlierThoughts.AS_TRAINED);
    }
}
