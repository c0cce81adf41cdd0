package dev.qwenagent.runtime.replay;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.journal.RunWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a run under another name, to be gone on with in another way: with another system text or task, or by an agent
 * with another model or policy. What its calls had done is not done again; they are in the journal of the fork as they ended.
 *
 * {@snippet :
 * String id = Fork.of(journal, "20260101-101500-1a2b3c4d5e6f").at(3).system("Be brief.").into("20260101-110000-7a8b9c0d1e2f");
 * agent.resume(id);
 * }
 *
 * <p>What a person approved was approved in the run that asked, and is not taken over. The fork is in no conversation but its own.
 * Its origin says, as {@link #FROM}, what it is a fork of. Immutable.
 */
public final class Fork {

    /** With the run's id and the turn behind it, such as {@code --forked-from=20260101-101500-1a2b3c4d5e6f@3}. */
    public static final String FROM = "--forked-from=";

    private final RunJournal journal;
    private final List<JournalEntry> entries;
    private final int turn;
    private final @Nullable String system;
    private final @Nullable String task;
    private final List<String> origin;

    private Fork(RunJournal journal, List<JournalEntry> entries, int turn, @Nullable String system,
            @Nullable String task, List<String> origin) {
        this.journal = journal;
        this.entries = entries;
        this.turn = turn;
        this.system = system;
        this.task = task;
        this.origin = origin;
    }

    /**
     * A fork of a run before its first turn, with the same words, which the guardrails judge anew.
     *
     * @throws AgentException if the journal has no such run, or it was damaged or changed
     */
    public static Fork of(RunJournal journal, String runId) {
        List<JournalEntry> entries = journal.read(runId);
        JournalEntry.RunBegan began = Recording.of(runId, entries).began();
        return new Fork(journal, entries, 1, null, null, began.setting().origin());
    }

    /**
     * The same, of all that happened before a turn.
     *
     * @param newTurn the first turn that is taken anew, from 1
     * @throws IllegalArgumentException if the run did not come that far, with how far it came
     */
    public Fork at(int newTurn) {
        int turns = (int) entries.stream().filter(JournalEntry.TurnBegan.class::isInstance).distinct().count();
        if (newTurn < 1 || newTurn > Math.max(1, turns)) {
            throw new IllegalArgumentException("run " + entries.getFirst().runId() + " has turns 1 to "
                    + Math.max(1, turns) + ", found " + newTurn);
        }
        return new Fork(journal, entries, newTurn, system, task, origin);
    }

    /** The same with another text at the front of the conversation. */
    public Fork system(String text) {
        return new Fork(journal, entries, turn, text, task, origin);
    }

    /** The same with other words of the user, which guardrails judge like any task: from turn 1 on, since that is where they do. */
    public Fork task(String text) {
        return new Fork(journal, entries, turn, system, text, origin);
    }

    /** The same, with other words by which the program can build the agent again. */
    public Fork origin(List<String> words) {
        return new Fork(journal, entries, turn, system, task, List.copyOf(words));
    }

    /**
     * Writes the fork into the journal of the run.
     *
     * @param id its id
     * @return its id, by which an agent resumes it
     * @throws AgentException if there is a run of this id, or it cannot be written
     * @throws IllegalArgumentException if it has another task and does not begin at turn 1
     */
    public String into(String id) {
        if (task != null && turn > 1) {
            throw new IllegalArgumentException(
                    "another task is judged by the guardrails before turn 1, and this fork begins at turn "
                            + turn + "; fork at turn 1, or leave the task as it is");
        }
        List<JournalEntry> copied = new ArrayList<>();
        for (JournalEntry entry : turn == 1 ? entries.subList(0, 1) : entries) {
            if (entry instanceof JournalEntry.TurnBegan began && began.turn() >= turn) {
                break;
            }
            copied(id, entry, copied);
        }
        try (RunWriter writer = journal.begin(id)) {
            writer.append(copied);
        }
        return id;
    }

    private void copied(String id, JournalEntry entry, List<JournalEntry> to) {
        switch (entry) {
            case JournalEntry.RunBegan e -> to.add(new JournalEntry.RunBegan(id, e.at(), e.agent(), e.model(),
                    new JournalEntry.AgentAsked(said(e.task().message()), e.task().provenance()),
                    new JournalEntry.Setting(null, history(e.setting()), origin())));
            case JournalEntry.ModelChosen e ->
                to.add(new JournalEntry.ModelChosen(id, e.at(), e.model(), e.reason()));
            case JournalEntry.TurnBegan e -> to.add(new JournalEntry.TurnBegan(id, e.at(), e.turn()));
            case JournalEntry.ModelAsked e ->
                to.add(new JournalEntry.ModelAsked(id, e.at(), e.turn(), e.model(), e.request()));
            case JournalEntry.ModelReplied e -> to.add(new JournalEntry.ModelReplied(id, e.at(), e.turn(), e.message(),
                    e.finish(), e.usage()));
            case JournalEntry.ModelCut e ->
                to.add(new JournalEntry.ModelCut(id, e.at(), e.turn(), e.message(), e.usage()));
            case JournalEntry.ModelFailed e -> to.add(new JournalEntry.ModelFailed(id, e.at(), e.turn(), e.problem(),
                    e.kind(), e.pause()));
            case JournalEntry.MessageAdded e -> to.add(new JournalEntry.MessageAdded(id, e.at(), e.message()));
            case JournalEntry.GuardrailTripped e ->
                to.add(new JournalEntry.GuardrailTripped(id, e.at(), e.turn(), e.decision()));
            case JournalEntry.CallJudged e -> to.add(new JournalEntry.CallJudged(id, e.at(), e.decision()));
            case JournalEntry.CallBegan e -> to.add(new JournalEntry.CallBegan(id, e.at(), e.place(), e.call()));
            case JournalEntry.CallEnded e ->
                to.add(new JournalEntry.CallEnded(id, e.at(), e.place(), e.outcome(), e.source()));
            case JournalEntry.OutcomeSettled e ->
                to.add(new JournalEntry.OutcomeSettled(id, e.at(), e.place(), e.resolution(), e.who()));
            // Without it the time in which nobody worked would be time of the run.
            case JournalEntry.RunResumed e -> to.add(new JournalEntry.RunResumed(id, e.at(), e.worker()));
            case JournalEntry.ApprovalAsked _,JournalEntry.ApprovalAnswered _,JournalEntry.RunSuspended _,JournalEntry.RunEnded _,JournalEntry.Declassified _ -> {
                // What was said to the run, and what became of it, is the run's own.
            }
        }
    }

    private List<String> origin() {
        List<String> words = new ArrayList<>(origin);
        words.removeIf(word -> word.startsWith(FROM));
        words.add(FROM + entries.getFirst().runId() + "@" + turn);
        return words;
    }

    private List<ChatMessage> history(JournalEntry.Setting setting) {
        if (system == null) {
            return setting.history();
        }
        List<ChatMessage> history = new ArrayList<>(setting.history());
        history.removeIf(SystemMessage.class::isInstance);
        history.addFirst(SystemMessage.from(system));
        return history;
    }

    private UserMessage said(UserMessage message) {
        return task == null ? message : message.toBuilder().contents(UserMessage.from(task).contents()).build();
    }
}
