package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.plan.Deliberation;
import dev.qwenagent.api.plan.Reply;
import dev.qwenagent.api.plan.ThinkingMode;
import java.util.List;
import java.util.Optional;

/** What a planner sees of one turn of a run. */
record LoopDeliberation(
        Run run,
        List<ChatMessage> messages,
        List<ToolSpecification> tools,
        ThinkingMode thinking,
        ModelRequests requests,
        CancellableStep step,
        TurnCut.Holder cut,
        Optional<ResponseFormat> format) implements Deliberation {

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
        // A planner that asks in words of its own, for a plan or for lines of text, wants no answer of the run's format.
        boolean isOwn = asked == messages && offered == tools;
        var question = new ModelRequests.Question(asked, offered, isOwn ? format : Optional.empty());
        try {
            return requests.ask(Allowance.Kind.USUAL, mode, question, step);
        } catch (TurnCut e) {
            cut.keep(e);
            throw e;
        }
    }
}
