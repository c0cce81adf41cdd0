package dev.qwenagent.memory;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a window shows or leaves out as one: a message, together with the results of its calls.
 *
 * @param messages at least one; those after the first are results of its calls
 */
record Step(List<ChatMessage> messages) {

    /**
     * The steps of a conversation that a model may see, in order, without the system message: those with all their results,
     * and the newest, whose results may be on their way. A result that no call waits for is left out.
     */
    static List<Step> shown(List<ChatMessage> conversation) {
        List<Step> steps = new ArrayList<>();
        for (ChatMessage message : conversation) {
            switch (message) {
                case SystemMessage system -> {
                }
                case ToolExecutionResultMessage result -> {
                    if (!steps.isEmpty() && steps.getLast().waiting().contains(result.id())) {
                        steps.getLast().messages.add(result);
                    }
                }
                default -> steps.add(new Step(new ArrayList<>(List.of(message))));
            }
        }
        Step newest = steps.isEmpty() ? null : steps.getLast();
        return steps.stream().filter(step -> step == newest || step.waiting().isEmpty()).toList();
    }

    /** The messages of steps, in order. */
    static List<ChatMessage> messages(List<Step> steps) {
        return steps.stream().flatMap(step -> step.messages.stream()).toList();
    }

    /** Whether this is a user's message, with which a turn begins; a note of the loop's is none. */
    boolean isUser() {
        return messages.getFirst() instanceof UserMessage user && !LoopNote.is(user);
    }

    /** The ids of calls that have no result yet. */
    private List<String> waiting() {
        List<String> waiting = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (message instanceof AiMessage ai) {
                ai.toolExecutionRequests().stream().map(ToolExecutionRequest::id).forEach(waiting::add);
            } else if (message instanceof ToolExecutionResultMessage result) {
                waiting.remove(result.id());
            }
        }
        return waiting;
    }
}
