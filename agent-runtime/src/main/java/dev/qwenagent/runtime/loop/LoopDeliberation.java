package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.plan.Deliberation;
import dev.qwenagent.api.plan.Reply;
import dev.qwenagent.api.plan.ThinkingMode;
import java.util.List;

/** What a planner sees of one turn of a run. */
record LoopDeliberation(
        Run run,
        List<ChatMessage> messages,
        List<ToolSpecification> tools,
        ThinkingMode thinking,
        ModelRequests requests,
        CancellableStep step,
        TurnCut.Holder cut) implements Deliberation {

    @Override
    public int turn() {
        return run.turn();
    }

    @Override
    public RunLimits left() {
        return run.left();
    }

    @Override
    public Reply ask(ThinkingMode mode, List<ChatMessage> asked, List<ToolSpecification> offered) {
        try {
            return requests.ask(mode, asked, offered, step);
        } catch (TurnCut e) {
            cut.keep(e);
            throw e;
        }
    }
}
