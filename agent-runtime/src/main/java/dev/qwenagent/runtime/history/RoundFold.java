package dev.qwenagent.runtime.history;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.tool.UnknownOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The calls of one turn. Not thread-safe. */
final class RoundFold {

    private final String runId;
    private OpenRound open;

    RoundFold(String runId, int turn, AiMessage said) {
        this.runId = runId;
        List<OpenRound.Call> calls = new ArrayList<>();
        for (ToolExecutionRequest request : said.toolExecutionRequests()) {
            calls.add(new OpenRound.Call(new CallPlace(Math.max(1, turn), calls.size() + 1), request,
                    new CallState.NotBegun()));
        }
        this.open = new OpenRound(turn, orEmpty(said.thinking()), orEmpty(said.text()), calls);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    OpenRound open() {
        return open;
    }

    void began(JournalEntry.CallBegan began) {
        at(began.place(), new CallState.Begun(
                new UnknownOutcome(runId, began.place(), began.call(), began.at())));
    }

    void ended(JournalEntry.CallEnded ended) {
        at(ended.place(), new CallState.Ended(ended.outcome(), ended.source()));
    }

    void settled(JournalEntry.OutcomeSettled settled) {
        at(settled.place(), switch (settled.resolution()) {
            case REPEAT -> new CallState.ToRepeat();
            case LEAVE -> new CallState.Left();
        });
    }

    void answered(ToolExecutionResultMessage result, String denial) {
        change(call -> call.request().id().equals(result.id()) && !(call.state() instanceof CallState.Answered),
                new CallState.Answered(CallResults.read(result, denial)));
    }

    private void at(CallPlace place, CallState state) {
        change(call -> call.place().equals(place), state);
    }

    /** Changes the first call for which it holds. */
    private void change(Predicate<OpenRound.Call> which, CallState state) {
        List<OpenRound.Call> calls = new ArrayList<>(open.calls());
        for (int i = 0; i < calls.size(); i++) {
            OpenRound.Call call = calls.get(i);
            if (which.test(call)) {
                calls.set(i, new OpenRound.Call(call.place(), call.request(), state));
                break;
            }
        }
        open = new OpenRound(open.turn(), open.thinking(), open.text(), calls);
    }
}
