package dev.qwenagent.runtime.history;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.EarlierApprovals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run is, as far as its journal tells: the fold of its entries, from which the run goes on. A fork is the fold of the
 * entries up to a turn, written under another id. Immutable.
 *
 * @param began how the run began
 * @param standing how far it is
 * @param messages what the run has added to the conversation and was decided, in order; empty before the task was let in
 * @param turn the turn from which it goes on
 * @param steps what was thought and called, as {@link AgentResult#steps()} tells it; the open round is not in it
 * @param spent what it has used
 * @param approvals what its gate had asked and been allowed
 * @param model the model that was chosen last; null if none was
 * @param stopped why a guardrail ended the run, if one did and the end was not written down; else null
 * @param given the messages that a run which ended left in the conversation, behind which a result was made up for every call
 *     without one; empty if it left nothing
 */
public record RunHistory(JournalEntry.RunBegan began, Standing standing, List<ChatMessage> messages, TurnUnderWay turn,
        List<AgentResult.Step> steps, Spent spent, EarlierApprovals approvals, @Nullable String model,
        @Nullable String stopped, List<ChatMessage> given) {

    /** Copies the lists. */
    public RunHistory {
        messages = List.copyOf(messages);
        steps = List.copyOf(steps);
        given = List.copyOf(given);
    }

    /**
     * What a run has used. Immutable.
     *
     * @param tokens by the model's name, in the order of their first requests
     * @param calls how many calls were begun; one that was made again counts once
     * @param worked time in which a worker ran, not that in between
     */
    public record Spent(Map<String, TokenUsage> tokens, int calls, Duration worked) {
        /** Of a run that has just begun. */
        static final Spent NOTHING = new Spent(Map.of(), 0, Duration.ZERO);

        /** Copies the usage. */
        public Spent {
            tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
        }
    }

    /** A run that has just begun, the same as the fold of this entry alone. */
    public static RunHistory begun(JournalEntry.RunBegan began) {
        return new RunHistory(began, new Standing.UnderWay(), List.of(), TurnUnderWay.NONE, List.of(), Spent.NOTHING,
                EarlierApprovals.NONE, null, null, List.of());
    }

    /**
     * Folds the entries of a run.
     *
     * @param entries all of them, or those up to a point, in order
     * @throws AgentException if they do not begin with {@code RunBegan}
     */
    public static RunHistory of(List<JournalEntry> entries) {
        if (entries.isEmpty() || !(entries.getFirst() instanceof JournalEntry.RunBegan began)) {
            throw new AgentException("expected the entries of a run, from its beginning; found "
                    + (entries.isEmpty() ? "none" : entries.getFirst().getClass().getSimpleName() + " first"));
        }
        var fold = new RunFold(began);
        entries.forEach(fold::add);
        return fold.history();
    }

    /** The run's id. */
    public String runId() {
        return began.runId();
    }

    /** The calls of the last turn that have not all been answered. */
    public Optional<OpenRound> openRound() {
        return turn.round();
    }

    /** The question for whose answer the run was put down, if it was, and nobody has answered it. */
    public Optional<ApprovalRequest> waitsFor() {
        return lastAsked().filter(asked -> asked.answer() == null).map(AskedBefore::request);
    }

    /** The question for whose answer the run was put down, with its answer if it has one. */
    public Optional<AskedBefore> lastAsked() {
        boolean waits = standing instanceof Standing.PutDown(StopReason stop, String _) && stop == StopReason.SUSPENDED;
        return waits && !turn.asked().isEmpty() ? Optional.of(turn.asked().getLast()) : Optional.empty();
    }

    /** The conversation from which the run goes on: what was there before, and what the run added and was decided. */
    public List<ChatMessage> conversation() {
        List<ChatMessage> all = new ArrayList<>(began.setting().history());
        all.addAll(messages);
        return all;
    }
}
