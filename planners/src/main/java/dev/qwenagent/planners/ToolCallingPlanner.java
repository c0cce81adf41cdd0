package dev.qwenagent.planners;

import dev.langchain4j.model.output.FinishReason;
import dev.qwenagent.api.plan.Decision;
import dev.qwenagent.api.plan.Deliberation;
import dev.qwenagent.api.plan.Planner;
import dev.qwenagent.api.plan.Reply;

/**
 * Lets the model decide by its own tool calls: a reply with calls calls them, one without is the answer. Nothing is done on a
 * reply of which a part could not be read; the model is told and asked again. Stateless.
 */
public final class ToolCallingPlanner implements Planner {

    @Override
    public Decision decide(Deliberation deliberation) {
        Reply reply = deliberation.ask(deliberation.thinking());
        if (!reply.problems().isEmpty()) {
            return new Decision.Reconsider(reply.text(), String.join("\n", reply.problems()));
        }
        if (!reply.calls().isEmpty()) {
            return new Decision.CallTools(reply.thinking(), reply.text(), reply.calls());
        }
        if (reply.text().isBlank()) {
            return new Decision.Reconsider("", reply.finish() == FinishReason.LENGTH
                    ? "Your reply was cut before it had an answer or a tool call. Think less and answer."
                    : "Your reply had no answer and no tool call. Call a tool or answer.");
        }
        return new Decision.Answer(reply.thinking(), reply.text());
    }
}
