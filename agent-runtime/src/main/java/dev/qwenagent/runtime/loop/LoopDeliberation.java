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
        CancellableStep step) implements Deliberation {

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
        Reply reply = requests.ask(run.turn(), mode, asked, offered, step);
        run.used(reply.usage());
        return reply;
    }
}
