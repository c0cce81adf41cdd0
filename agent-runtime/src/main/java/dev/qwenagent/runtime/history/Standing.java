package dev.qwenagent.runtime.history;

import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.journal.JournalEntry;

/** How far a run is. Immutable. */
public sealed interface Standing {

    /** It has neither ended nor been put down: somebody works on it, or its process died. */
    record UnderWay() implements Standing {}

    /** It waits for a person. */
    record PutDown(StopReason stop, String reason) implements Standing {}

    /** It is over. */
    record Ended(JournalEntry.RunEnded ending) implements Standing {}

    /** Whether the run can go on. */
    default boolean isResumable() {
        return switch (this) {
            case UnderWay() -> true;
            case PutDown _ -> true;
            case Ended(JournalEntry.RunEnded ending) -> ending.reason().isResumable();
        };
    }
}
