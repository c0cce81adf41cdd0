package dev.qwenagent.runtime;

import dev.qwenagent.api.RunCost;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events without what no replay can have again: times, and in how many pieces a thought or a text came. */
final class ComparableEvents {

    private ComparableEvents() {}

    static List<AgentEvent> of(List<AgentEvent> events) {
        List<AgentEvent> comparable = new ArrayList<>();
        for (AgentEvent event : events) {
            AgentEvent last = comparable.isEmpty() ? null : comparable.getLast();
            switch (event) {
                case AgentEvent.ToolProgress _ -> {
                    // It is written nowhere.
                }
                case AgentEvent.Thought(var run, int turn, String piece) -> {
                    if (last instanceof AgentEvent.Thought before) {
                        comparable.removeLast();
                        piece = before.text() + piece;
                    }
                    comparable.add(new AgentEvent.Thought(run, turn, piece));
                }
                case AgentEvent.TextDelta(var run, int turn, String piece) -> {
                    if (last instanceof AgentEvent.TextDelta before) {
                        comparable.removeLast();
                        piece = before.text() + piece;
                    }
                    comparable.add(new AgentEvent.TextDelta(run, turn, piece));
                }
                case AgentEvent.ToolFinished e -> comparable.add(new AgentEvent.ToolFinished(e.runId(), e.turn(),
                        e.call(), e.outcome(), Duration.ZERO));
                case AgentEvent.PermissionAsked e ->
                    comparable.add(new AgentEvent.PermissionAsked(e.runId(), e.turn(), timeless(e.request())));
                case AgentEvent.RunEnded e -> comparable.add(new AgentEvent.RunEnded(e.runId(), e.reason(),
                        new RunCost(e.cost().turns(), e.cost().calls(), e.cost().models(), Duration.ZERO),
                        e.problem()));
                default -> comparable.add(event);
            }
        }
        return comparable;
    }

    private static ApprovalRequest timeless(ApprovalRequest request) {
        ApprovedCall call = request.call();
        return new ApprovalRequest(
                new ApprovedCall(call.runId(), 0, call.turn(), call.callId(), call.tool(), call.toolVersion(),
                        call.argumentsHash(), call.scopes()),
                request.arguments(), request.thinking(), request.provenance(), request.rule(), Instant.EPOCH);
    }
}
