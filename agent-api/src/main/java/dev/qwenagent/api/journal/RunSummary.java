package dev.qwenagent.api.journal;

import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.StopReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run at a glance, as a list of runs shows it. Immutable.
 *
 * @param runId its id
 * @param began when
 * @param agent the agent's name
 * @param task the first words of the task
 * @param state how far it is
 * @param reason why it ended or was put down; null while it is under way
 */
public record RunSummary(
        String runId, Instant began, String agent, String task, State state, @Nullable StopReason reason) {

    /** How far a run is. */
    public enum State {
        /** Somebody holds it and works on it. */
        RUNNING,
        /** It has not ended, and nobody works on it: its process died. It can be resumed. */
        LEFT,
        /** It was put down, such as for an approval. It can be resumed. */
        SUSPENDED,
        /** It is over. */
        ENDED,
        /** What is there of it is not as it was written; it can be neither read nor resumed. */
        DAMAGED,
        /** It is encrypted with a key that was not given to the journal. */
        LOCKED
    }

    /** Characters of a task by which a person recognises it. */
    private static final int TASK_LENGTH = 200;

    /**
     * The summary of a run.
     *
     * @param entries all of its entries, in order
     * @param held whether somebody holds it
     * @return empty if they are none of a run, such as a declassification
     */
    public static Optional<RunSummary> of(List<JournalEntry> entries, boolean held) {
        if (entries.isEmpty() || !(entries.getFirst() instanceof JournalEntry.RunBegan began)) {
            return Optional.empty();
        }
        State state = held ? State.RUNNING : State.LEFT;
        StopReason reason = null;
        // The last of these that was written is how it stands.
        for (JournalEntry entry : entries) {
            switch (entry) {
                case JournalEntry.RunSuspended suspended -> {
                    state = State.SUSPENDED;
                    reason = suspended.stop();
                }
                case JournalEntry.RunEnded ended -> {
                    state = State.ENDED;
                    reason = ended.reason();
                }
                case JournalEntry.RunResumed _ -> {
                    state = held ? State.RUNNING : State.LEFT;
                    reason = null;
                }
                case JournalEntry.RunBegan _,JournalEntry.ModelChosen _,JournalEntry.TurnBegan _,JournalEntry.ModelAsked _,JournalEntry.ModelReplied _,JournalEntry.ModelFailed _,JournalEntry.ModelCut _,JournalEntry.MessageAdded _,JournalEntry.GuardrailTripped _,JournalEntry.ApprovalAsked _,JournalEntry.ApprovalAnswered _,JournalEntry.CallJudged _,JournalEntry.CallBegan _,JournalEntry.CallEnded _,JournalEntry.OutcomeSettled _,JournalEntry.Declassified _ -> {
                    // On the way.
                }
            }
        }
        return Optional.of(new RunSummary(began.runId(), began.at(), began.agent(), task(began.task().message()),
                state, reason));
    }

    /** The summary of a run that is not as it was written: when it began is not known, and for its task stands what is wrong. */
    public static RunSummary damaged(String runId, DamagedRunException damage) {
        return new RunSummary(runId, Instant.EPOCH, "", "entry " + damage.entry() + " " + damage.what(),
                State.DAMAGED, null);
    }

    /** The summary of a run that cannot be read without another key: for its task stands which one. */
    public static RunSummary locked(String runId, String why) {
        return new RunSummary(runId, Instant.EPOCH, "", why, State.LOCKED, null);
    }

    private static String task(UserMessage message) {
        String text = message.contents()
                .stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining(" "));
        return text.length() <= TASK_LENGTH ? text : text.substring(0, TASK_LENGTH) + "…";
    }
}
