package dev.qwenagent.runtime.history;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.tool.UnknownOutcome;
import java.util.List;

/**
 * The calls of a turn that was under way, of which at least one has not been answered. Immutable.
 *
 * @param turn the turn
 * @param thinking the thought that led to the calls
 * @param text what was said beside them
 * @param calls in the model's order
 */
public record OpenRound(int turn, String thinking, String text, List<Call> calls) {

    /** Copies the calls. */
    public OpenRound {
        calls = List.copyOf(calls);
    }

    /** One of the calls, as the model asked for it, and how far it is. */
    public record Call(CallPlace place, ToolExecutionRequest request, CallState state) {}

    /** The calls as the model asked for them. */
    public List<ToolExecutionRequest> requests() {
        return calls.stream().map(Call::request).toList();
    }

    /** The calls that have not been answered, as the model asked for them. */
    public List<ToolExecutionRequest> open() {
        return calls.stream()
                .filter(call -> !(call.state() instanceof CallState.Answered))
                .map(Call::request)
                .toList();
    }

    /** The calls of which nobody knows how they went. */
    public List<UnknownOutcome> unknown() {
        return calls.stream()
                .map(Call::state)
                .filter(CallState.Begun.class::isInstance)
                .map(state -> ((CallState.Begun) state).call())
                .toList();
    }

    boolean isAnswered() {
        return open().isEmpty();
    }

    AgentResult.Step step() {
        return new AgentResult.Step(thinking, calls.stream()
                .filter(call -> call.state() instanceof CallState.Answered)
                .map(call -> new AgentResult.Call(call.request(), ((CallState.Answered) call.state()).read()))
                .toList());
    }
}
