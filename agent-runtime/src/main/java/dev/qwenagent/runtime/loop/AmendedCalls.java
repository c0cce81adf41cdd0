package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.guard.GuardVerdict;
import java.util.ArrayList;
import java.util.List;

/** Holds amendments of calls to what they may be: some of the proposed calls, in their order, by their ids. */
final class AmendedCalls {

    private AmendedCalls() {}

    /** The verdict, or a stop if it amends calls into others than those proposed. */
    static GuardVerdict<List<ToolExecutionRequest>> checked(List<ToolExecutionRequest> proposed,
            GuardVerdict<List<ToolExecutionRequest>> verdict) {
        if (!(verdict instanceof GuardVerdict.Amend<List<ToolExecutionRequest>>(var amended, _))) {
            return verdict;
        }
        List<String> ids = new ArrayList<>(proposed.stream().map(ToolExecutionRequest::id).toList());
        for (ToolExecutionRequest call : amended) {
            int at = ids.indexOf(call.id());
            if (at < 0) {
                return GuardVerdict.stop("the guardrail amended calls into one that was not proposed: " + call.name());
            }
            ids = ids.subList(at + 1, ids.size());
        }
        return amended.isEmpty()
                ? GuardVerdict.stop("the guardrail amended calls into none; send the model back instead")
                : verdict;
    }
}
