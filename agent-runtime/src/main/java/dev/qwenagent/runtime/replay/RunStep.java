package dev.qwenagent.runtime.replay;

import dev.qwenagent.api.journal.JournalEntry;
import java.util.List;

/**
 * One thing that happened in a run, in a form in which it can be compared with what happened in another. Immutable.
 *
 * @param turn the turn; 0 before the first
 * @param kind what kind of thing
 * @param name which one: a call's place, a model, a guardrail; empty if there is nothing to tell it by
 * @param text what it was, for people; two steps are the same if kind, name and text are
 */
public record RunStep(int turn, Kind kind, String name, String text) {

    /** What kind of thing happened. The order is the one in which differences of one turn are told. */
    public enum Kind {
        /** What the run began with: agent and task. */
        TASK,
        /** A model was chosen. */
        MODEL,
        /** A model was asked. */
        REQUEST,
        /** A request failed. */
        FAILURE,
        /** The model thought. */
        THOUGHT,
        /** The model said something outside thought and calls. */
        TEXT,
        /** A guardrail ended the model's reply. */
        CUT,
        /** The model asked for a call. */
        CALL,
        /** A guardrail did not let something pass as it was. */
        GUARDRAIL,
        /** A person was asked. */
        QUESTION,
        /** A person answered. */
        ANSWERED,
        /** The gate decided on a call. */
        JUDGEMENT,
        /** A call was made. */
        MADE,
        /** A call had its outcome. */
        OUTCOME,
        /** It was decided what to do about a call whose outcome is unknown. */
        SETTLED,
        /** A message joined the conversation. */
        MESSAGE,
        /** What the turn's requests used. */
        USAGE,
        /** The run ended. */
        END
    }

    /** The steps of a run, in the order in which they were written. */
    public static List<RunStep> of(List<JournalEntry> entries) {
        return RunSteps.of(entries);
    }

    /** Whether it is about the same thing as another step, though it may have turned out differently. */
    boolean isAbout(RunStep other) {
        return kind == other.kind && name.equals(other.name);
    }
}
