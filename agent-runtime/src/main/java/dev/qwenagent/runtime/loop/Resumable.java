package dev.qwenagent.runtime.loop;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RequestDigest;
import dev.qwenagent.runtime.history.CallState;
import dev.qwenagent.runtime.history.OpenRound;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.history.Standing;
import java.util.List;

/** Whether an agent can go on with a run; asked before anything of it happens. */
public final class Resumable {

    private Resumable() {}

    /**
     * Returns normally if it can.
     *
     * @throws AgentException if the run is over, is another agent's, or has a call under way of a tool that the agent does not have
     */
    public static void check(RunHistory run, AgentSetup agent) {
        if (run.standing() instanceof Standing.Ended(JournalEntry.RunEnded ending) && !run.standing().isResumable()) {
            throw new AgentException("run " + run.runId() + " is over (" + ending.reason()
                    + "), so there is nothing to go on with; fork it to take another way from one of its turns");
        }
        if (!run.began().agent().equals(agent.name())) {
            throw new AgentException("run " + run.runId() + " was begun by the agent '" + run.began().agent()
                    + "', and this one is '" + agent.name() + "'; resume it with an agent built in the same way");
        }
        run.openRound().ifPresent(round -> checkTools(run, round, agent));
    }

    private static void checkTools(RunHistory run, OpenRound round, AgentSetup agent) {
        List<String> names = agent.tools().registry().names();
        RequestDigest asked = run.turn().request();
        boolean hasChanged = asked != null
                && !asked.toolsHash().equals(RequestDigests.toolsHash(agent.tools().registry().specifications()));
        for (OpenRound.Call call : round.calls()) {
            boolean isOver = call.state() instanceof CallState.Answered || call.state() instanceof CallState.Ended
                    || call.state() instanceof CallState.Left;
            // A name that the model made up is its own mistake, of which it is told.
            boolean wasThere = call.state() instanceof CallState.Begun || call.state() instanceof CallState.ToRepeat
                    || hasChanged;
            if (!isOver && wasThere && !names.contains(call.request().name())) {
                throw new AgentException(
                        "run " + run.runId() + " cannot go on: its call " + call.place() + " is of the tool "
                                + call.request().name() + ", which this agent does not have; its tools: "
                                + (names.isEmpty() ? "none" : String.join(", ", names)));
            }
        }
    }
}
