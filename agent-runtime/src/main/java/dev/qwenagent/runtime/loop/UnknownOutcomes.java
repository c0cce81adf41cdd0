package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.JournalEntry.OutcomeSettled.Resolution;
import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.api.tool.Tool;
import dev.qwenagent.api.tool.UnknownOutcome;
import dev.qwenagent.runtime.history.CallState;
import dev.qwenagent.runtime.history.OpenRound;
import dev.qwenagent.tools.ToolRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done about calls that were under way when a run was interrupted: those of idempotent tools are made again, of every
 * other one somebody decides, which is written down before anything is done.
 *
 * @param log where decisions are written down
 * @param tools which tools are idempotent
 * @param resolver who decides
 * @param step waits for the decision
 */
record UnknownOutcomes(RunLog log, ToolRegistry tools, OutcomeResolver resolver, CancellableStep step) {

    /**
     * The round with every call decided on.
     *
     * @throws PutDown.Outcomes if nobody can say; what was decided on other calls stays
     */
    OpenRound settled(OpenRound round) {
        List<OpenRound.Call> calls = new ArrayList<>();
        List<UnknownOutcome> undecided = new ArrayList<>();
        for (OpenRound.Call call : round.calls()) {
            if (call.state() instanceof CallState.Begun(UnknownOutcome unknown) && !isIdempotent(unknown)) {
                switch (step.run("wait for a decision", () -> resolver.resolve(unknown))) {
                    case REPEAT -> calls.add(settled(call, Resolution.REPEAT, new CallState.ToRepeat()));
                    case LEAVE -> calls.add(settled(call, Resolution.LEAVE, new CallState.Left()));
                    case HALT -> undecided.add(unknown);
                }
            } else {
                calls.add(call);
            }
        }
        if (!undecided.isEmpty()) {
            throw new PutDown.Outcomes(undecided);
        }
        return new OpenRound(round.turn(), round.thinking(), round.text(), calls);
    }

    private boolean isIdempotent(UnknownOutcome unknown) {
        return tools.find(unknown.call().name()).map(Tool::isIdempotent).orElse(false);
    }

    private OpenRound.Call settled(OpenRound.Call call, Resolution resolution, CallState state) {
        log.write((id, at) -> new JournalEntry.OutcomeSettled(id, at, call.place(), resolution, "resolver"));
        return new OpenRound.Call(call.place(), call.request(), state);
    }
}
