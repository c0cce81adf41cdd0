package dev.qwenagent.runtime.replay;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.history.CallResults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the journal holds of a run, as if one process had done it all: what was begun and not lived to see the end of, and what was
 * done again because of it, is left out. Immutable.
 */
final class Recording {

    /** Results that calls are given when the run ends before they have one. */
    private static final Set<String> CLOSING = Set.of(CallResults.UNKNOWN.textForModel(),
            CallResults.NOT_MADE.textForModel());

    private final JournalEntry.RunBegan began;
    private final List<JournalEntry> entries;
    private final List<Gap> gaps;

    /** A time in which nobody worked on the run. */
    private record Gap(Instant from, Instant to) {}

    private Recording(JournalEntry.RunBegan began, List<Gap> gaps, List<JournalEntry> entries) {
        this.began = began;
        this.gaps = gaps;
        this.entries = Collections.unmodifiableList(entries);
    }

    /**
     * The recording of a run.
     *
     * @param entries as the journal has them
     * @throws AgentException if they are none of a run
     */
    static Recording of(String runId, List<JournalEntry> entries) {
        if (entries.isEmpty()) {
            throw new AgentException("there is no run " + runId + " in the journal");
        }
        if (!(entries.getFirst() instanceof JournalEntry.RunBegan began)) {
            throw new AgentException(runId + " is no run: it begins with "
                    + entries.getFirst().getClass().getSimpleName() + ", expected RunBegan");
        }
        List<Gap> gaps = new ArrayList<>();
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i) instanceof JournalEntry.RunResumed resumed) {
                gaps.add(new Gap(entries.get(i - 1).at(), resumed.at()));
            }
        }
        return new Recording(began, gaps, new Uninterrupted().of(entries));
    }

    JournalEntry.RunBegan began() {
        return began;
    }

    List<JournalEntry> entries() {
        return entries;
    }

    /** How the run ended; empty if it was left or put down. */
    Optional<JournalEntry.RunEnded> end() {
        return entries.getLast() instanceof JournalEntry.RunEnded ended ? Optional.of(ended) : Optional.empty();
    }

    /** What had been written when the run was cancelled; nothing if it was not. */
    List<JournalEntry> beforeCancel() {
        if (end().filter(end -> end.reason() == StopReason.CANCELLED).isEmpty()) {
            return List.of();
        }
        int last = entries.size() - 2;
        while (last > 0 && entries.get(last) instanceof JournalEntry.MessageAdded added
                && added.message() instanceof ToolExecutionResultMessage result && CLOSING.contains(result.text())) {
            last--;
        }
        return entries.subList(0, last + 1);
    }

    /** The turn in which the recording ends; 0 before the first. */
    int lastTurn() {
        int turn = 0;
        for (JournalEntry entry : entries) {
            turn = entry instanceof JournalEntry.TurnBegan took ? took.turn() : turn;
        }
        return turn;
    }

    /** How long the run had been worked on at a time. */
    Duration worked(Instant until) {
        Duration worked = Duration.between(began.at(), until);
        for (Gap gap : gaps) {
            if (!gap.to().isAfter(until)) {
                worked = worked.minus(Duration.between(gap.from(), gap.to()));
            }
        }
        return worked;
    }

    /** Whether an entry at a place in {@link #entries} is followed by another turn. */
    boolean hasTurnAfter(int index) {
        return entries.subList(index + 1, entries.size()).stream().anyMatch(JournalEntry.TurnBegan.class::isInstance);
    }

    /** What became of each request to a model, in order. */
    List<Asked> requests() {
        List<Asked> requests = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof JournalEntry.ModelAsked asked) {
                requests.add(new Asked(asked, result(i)));
            }
        }
        return requests;
    }

    /** A request, and what became of it. */
    record Asked(JournalEntry.ModelAsked asked, Result result) {}

    /** What became of a request. */
    sealed interface Result {
        /** It was answered; a guardrail may have ended it all the same when the rest of its text was judged. */
        record Replied(JournalEntry.ModelReplied reply, Optional<JournalEntry.ModelCut> cut) implements Result {}

        record Cut(JournalEntry.ModelCut cut) implements Result {}

        /** It failed; if it was to be made again, that was before something else ended the pause. */
        record Failed(JournalEntry.ModelFailed failure, Optional<Ended> pauseEnded) implements Result {}

        record Ended(Interruption by) implements Result {}
    }

    private Result result(int asked) {
        for (int i = asked + 1; i < entries.size(); i++) {
            switch (entries.get(i)) {
                case JournalEntry.ModelReplied reply -> {
                    return new Result.Replied(reply, cutAfter(i));
                }
                case JournalEntry.ModelCut cut -> {
                    return new Result.Cut(cut);
                }
                case JournalEntry.ModelFailed failure -> {
                    boolean again = failure.pause() != null
                            && !(i + 1 < entries.size() && entries.get(i + 1) instanceof JournalEntry.ModelAsked);
                    return new Result.Failed(failure,
                            again ? Optional.of(new Result.Ended(interruption(i))) : Optional.empty());
                }
                case JournalEntry.ModelAsked _,JournalEntry.TurnBegan _,JournalEntry.RunEnded _ -> {
                    return new Result.Ended(interruption(i - 1));
                }
                default -> {
                    // A guardrail may have amended what had arrived.
                }
            }
        }
        return new Result.Ended(Interruption.NOT_RECORDED);
    }

    private Optional<JournalEntry.ModelCut> cutAfter(int reply) {
        for (JournalEntry entry : entries.subList(reply + 1, entries.size())) {
            if (entry instanceof JournalEntry.ModelCut cut) {
                return Optional.of(cut);
            }
            if (entry instanceof JournalEntry.ModelAsked || entry instanceof JournalEntry.MessageAdded) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** What ended something that has no result of its own. */
    enum Interruption {
        /** The run was cancelled. */
        CANCELLED,
        /** The time of the run, or of its last request, was over. */
        TIME_OVER,
        /** What was thrown ended the run. */
        CRASHED,
        /** The recording ends here. */
        NOT_RECORDED
    }

    /** What ended that of which the entry at this index is the last that tells. */
    private Interruption interruption(int last) {
        if (hasMoreAfter(last)) {
            return Interruption.TIME_OVER;
        }
        return end().map(end -> switch (end.reason()) {
            case CANCELLED -> Interruption.CANCELLED;
            case FAILED -> Interruption.CRASHED;
            case ANSWERED, TURN_LIMIT, TIME_LIMIT, TOKEN_LIMIT, THINKING_LIMIT, CALL_LIMIT, MONEY_LIMIT, BLOCKED,
                    NOT_CLEARED, SUSPENDED, OUTCOME_UNKNOWN ->
                Interruption.TIME_OVER;
        }).orElse(Interruption.NOT_RECORDED);
    }

    private boolean hasMoreAfter(int index) {
        return entries.subList(index + 1, entries.size())
                .stream()
                .anyMatch(entry -> entry instanceof JournalEntry.ModelAsked || entry instanceof JournalEntry.TurnBegan);
    }

    /** What came of a call. */
    sealed interface Call {
        /** The outcome, and for what it asked the gate while it worked. */
        record Done(ToolOutcome outcome, List<Scope> authorized) implements Call {}

        /** It did not live to tell, but asked the gate. */
        record Interrupted(Interruption by, List<Scope> authorized) implements Call {}

        /** It was not made. */
        record Unknown() implements Call {}
    }

    /** What came of the call at a place. */
    Call call(CallPlace place) {
        int begun = 0;
        while (begun < entries.size() && !(entries.get(begun) instanceof JournalEntry.CallBegan call
                && call.place().equals(place))) {
            begun++;
        }
        return begun == entries.size() ? new Call.Unknown() : call(begun, (JournalEntry.CallBegan) entries.get(begun));
    }

    private Call call(int begun, JournalEntry.CallBegan call) {
        List<Scope> authorized = new ArrayList<>();
        for (JournalEntry entry : entries.subList(begun + 1, entries.size())) {
            switch (entry) {
                case JournalEntry.CallJudged judged when judged.decision().callId().equals(call.call().id()) ->
                    authorized.addAll(judged.decision().scopes());
                case JournalEntry.CallEnded ended when ended.place().equals(call.place()) -> {
                    return new Call.Done(ended.outcome(), authorized);
                }
                default -> {
                    // Of another call, or of none.
                }
            }
        }
        return new Call.Interrupted(interruption(begun), authorized);
    }

    /** What ended the wait for an answer to a question; empty if the question is not in the recording. */
    Optional<Interruption> unanswered(Predicate<ApprovedCall> question) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof JournalEntry.ApprovalAsked asked && question.test(asked.request().call())) {
                return Optional.of(interruption(i));
            }
        }
        return Optional.empty();
    }
}
