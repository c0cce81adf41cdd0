package dev.qwenagent.runtime.history;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardDecision.Measure;
import dev.qwenagent.api.journal.CallPlace;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.memory.LoopNote;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the entries of one run, one after the other. Not thread-safe. */
final class RunFold {

    private final JournalEntry.RunBegan began;
    private final WorkedTime worked = new WorkedTime();
    private final TokensFold tokens = new TokensFold();
    private final ApprovalsFold approvals = new ApprovalsFold();
    private final List<ChatMessage> messages = new ArrayList<>();
    private final List<ChatMessage> undecided = new ArrayList<>();
    private final List<ChatMessage> given = new ArrayList<>();
    private final List<KeptReply> replies = new ArrayList<>();
    private final List<AgentResult.Step> steps = new ArrayList<>();
    private final Set<CallPlace> begun = new HashSet<>();
    private Standing standing = new Standing.UnderWay();
    private int turn;
    private boolean isDecided = true;
    private @Nullable RoundFold round;
    private @Nullable AiMessage cut;
    private @Nullable String model;
    private @Nullable String stopped;

    RunFold(JournalEntry.RunBegan began) {
        this.began = began;
    }

    void add(JournalEntry entry) {
        worked.add(entry);
        tokens.add(entry);
        approvals.add(entry);
        switch (entry) {
            case JournalEntry.RunBegan _ -> standing = new Standing.UnderWay();
            case JournalEntry.RunResumed _ -> standing = new Standing.UnderWay();
            case JournalEntry.RunSuspended put -> standing = new Standing.PutDown(put.stop(), put.reason());
            case JournalEntry.RunEnded ended -> end(ended);
            case JournalEntry.ModelChosen chosen -> model = chosen.model();
            case JournalEntry.TurnBegan next -> begin(next.turn());
            case JournalEntry.ModelReplied reply -> keep(reply);
            case JournalEntry.ModelCut reply -> {
                replies.clear();
                cut = reply.message();
            }
            case JournalEntry.MessageAdded added -> message(added.message());
            case JournalEntry.GuardrailTripped tripped -> {
                if (tripped.decision().measure() == Measure.STOPPED) {
                    stopped = tripped.decision().reason();
                }
            }
            case JournalEntry.CallBegan call -> {
                begun.add(call.place());
                if (round != null) {
                    round.began(call);
                }
            }
            case JournalEntry.CallEnded call -> {
                if (round != null) {
                    round.ended(call);
                }
            }
            case JournalEntry.OutcomeSettled settled -> {
                if (round != null) {
                    round.settled(settled);
                }
            }
            case JournalEntry.ModelAsked _ -> cut = null;
            case JournalEntry.ModelFailed _,JournalEntry.ApprovalAsked _,JournalEntry.ApprovalAnswered _,JournalEntry.CallJudged _,JournalEntry.Declassified _ -> {
                // What they say is in the other folds, or is for people.
            }
        }
    }

    private void begin(int next) {
        if (next != turn) {
            decided();
            turn = next;
            isDecided = false;
        }
    }

    private void keep(JournalEntry.ModelReplied reply) {
        if (tokens.lastRequest() != null) {
            replies.add(new KeptReply(tokens.lastRequest(), reply));
        }
    }

    private void message(ChatMessage message) {
        switch (message) {
            case AiMessage said when said.hasToolExecutionRequests() -> {
                settle(message);
                replies.clear();
                round = new RoundFold(began.runId(), turn, said);
            }
            // The answer, or what was said before the model was sent back: what follows will tell.
            case AiMessage said -> undecided.add(said);
            case ToolExecutionResultMessage result when round != null -> {
                settle(message);
                round.answered(result, approvals.denialOf(result.id()));
                if (round.open().isAnswered()) {
                    steps.add(round.open().step());
                    round = null;
                    decided();
                }
            }
            default -> {
                settle(message);
                if (LoopNote.is(message)) {
                    decided();
                }
            }
        }
    }

    private void settle(ChatMessage message) {
        messages.addAll(undecided);
        undecided.clear();
        messages.add(message);
    }

    private void decided() {
        cut = null;
        messages.addAll(undecided);
        undecided.clear();
        replies.clear();
        isDecided = true;
    }

    private void end(JournalEntry.RunEnded ended) {
        standing = new Standing.Ended(ended);
        if (ended.reason() == StopReason.FAILED) {
            return;
        }
        given.clear();
        if (!ended.reason().isResumable()) {
            answered();
        }
        given.addAll(messages);
        given.addAll(undecided);
    }

    private void answered() {
        if (!undecided.isEmpty() && undecided.getLast() instanceof AiMessage said) {
            steps.add(new AgentResult.Step(said.thinking() == null ? "" : said.thinking(), List.of()));
        }
        decided();
    }

    RunHistory history() {
        var underWay = new TurnUnderWay(turn, isDecided, replies, undecided, round == null ? null : round.open(),
                approvals.asked(), tokens.lastRequest(), cut);
        var spent = new RunHistory.Spent(tokens.byModel(), begun.size(), worked.total());
        return new RunHistory(began, standing, messages, underWay, steps, spent, approvals.earlier(), model, stopped,
                given);
    }
}
