package dev.qwenagent.runtime.replay;

import dev.qwenagent.api.event.AgentEvent;
import java.util.List;

/**
 * What came of a replay. Immutable.
 *
 * @param runId the run
 * @param events what happened in the replay, as listeners are told it
 * @param differences where it went another way, in the order of the turns; none if it did the same
 * @param reach how far the recording went
 */
public record ReplayReport(String runId, List<AgentEvent> events, List<Difference> differences, Reach reach) {

    /** How far a recording goes. */
    public enum Reach {
        /** The run had ended. */
        WHOLE,
        /** It had been left or put down, and was replayed up to there. */
        AS_FAR_AS_RECORDED
    }

    /** Copies the lists. */
    public ReplayReport {
        events = List.copyOf(events);
        differences = List.copyOf(differences);
    }

    /** Whether the replay did what had been recorded. */
    public boolean isSame() {
        return differences.isEmpty();
    }
}
