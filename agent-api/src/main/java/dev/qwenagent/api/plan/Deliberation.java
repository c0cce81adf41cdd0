package dev.qwenagent.api.plan;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.qwenagent.api.RunLimits;
import java.util.List;

/** What a planner sees of a turn, and its way to ask the model. Valid until {@link Planner#decide} returns. */
public interface Deliberation {

    /** The turn's number; the first is 1. */
    int turn();

    /** The conversation as the model would see it. */
    List<ChatMessage> messages();

    /** The tools that the agent has. */
    List<ToolSpecification> tools();

    /** How the run's owner wants the model to think. */
    ThinkingMode thinking();

    /** What is left of the run's limits. */
    RunLimits left();

    /**
     * Asks the model with {@link #messages()} and {@link #tools()}, and waits for the whole reply. Thoughts and text are
     * told to listeners as they arrive; failures that may pass are tried again.
     *
     * @throws dev.qwenagent.api.RunCancelledException if the run is cancelled meanwhile
     * @throws dev.qwenagent.api.AgentException if the model cannot answer
     */
    default Reply ask(ThinkingMode thinking) {
        return ask(thinking, messages(), tools());
    }

    /** Asks the model with messages and tools of the planner's choosing, see {@link #ask(ThinkingMode)}. */
    Reply ask(ThinkingMode thinking, List<ChatMessage> messages, List<ToolSpecification> tools);
}
