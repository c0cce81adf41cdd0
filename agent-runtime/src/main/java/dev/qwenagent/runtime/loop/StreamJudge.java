package dev.qwenagent.runtime.loop;

import dev.langchain4j.data.message.AiMessage;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.GuardDecision.Stage;
import dev.qwenagent.runtime.cost.ThoughtBudget;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What arrives of one reply, judged on its way to listeners: a thought piece by piece, text as far as guardrails need. The
 * first objection ends the generation, and so does a thought that is longer than it may be. Its methods are called by one thread after the other, never by two at once.
 */
final class StreamJudge implements ReplyStream.Listener {

    private final RunLog log;
    private final Guards guards;
    private final HeldText needs;
    private final ThoughtBudget budget;
    private final Runnable cut;
    private final StringBuilder thought = new StringBuilder(0);
    private final StringBuilder said = new StringBuilder(0);
    private final StringBuilder held = new StringBuilder(0);
    private volatile @Nullable TurnCut objection;

    /**
     * A judge of one reply.
     *
     * @param budget what is left for the thought
     * @param cut ends the generation at once
     */
    StreamJudge(RunLog log, Guards guards, ThoughtBudget budget, Runnable cut) {
        this.log = log;
        this.guards = guards;
        this.needs = new HeldText(guards.answerNeeds());
        this.budget = budget;
        this.cut = cut;
    }

    @Override
    public void thought(String piece) {
        if (objection == null && !budget.admits(piece)) {
            objection = new TurnCut.LimitReached(StopReason.THINKING_LIMIT, thought + piece);
            cut.run();
            return;
        }
        thoughtCame(piece);
    }

    /** A piece of a thought that has been paid for, whatever the budget. */
    void thoughtCame(String piece) {
        thought.append(piece);
        String sofar = thought.toString();
        if (passes(Stage.THINKING, sofar, () -> guards.whileThinking(sofar)) != null) {
            log.emit(new AgentEvent.Thought(log.runId(), log.turn(), piece));
        }
    }

    @Override
    public void text(String piece) {
        said.append(piece);
        if (needs.isAll() || objection != null) {
            return;
        }
        held.append(piece);
        if (needs.free(held.toString()) > 0) {
            release(Part.MORE_TO_COME);
        }
    }

    @Override
    public void toolAnnounced(String name) {
        if (objection == null) {
            log.emit(new AgentEvent.ToolAnnounced(log.runId(), log.turn(), name));
        }
    }

    /** The reply is whole: what is still held is judged and told. */
    void end() {
        if (!held.isEmpty()) {
            release(Part.LAST);
        }
        guards.replyCame();
    }

    /** The thought so far. */
    String thinking() {
        return thought.toString();
    }

    /**
     * Returns normally unless the reply was cut.
     *
     * @throws TurnCut if a guardrail objected, or the budget of thought was over
     */
    void throwIfObjected() {
        TurnCut cutShort = objection;
        if (cutShort != null) {
            throw cutShort;
        }
    }

    private enum Part {
        MORE_TO_COME, LAST
    }

    private void release(Part part) {
        String whole = held.toString();
        int seen = part == Part.LAST ? whole.length() : needs.seen(whole);
        String text = whole.substring(0, seen);
        String judged = needs.isJudged()
                ? passes(Stage.ANSWER_PART, text, () -> guards.onPart(thinking(), text))
                : text;
        if (judged == null) {
            return;
        }
        int free = part == Part.LAST ? judged.length() : needs.free(judged);
        held.setLength(0);
        held.append(judged, free, judged.length()).append(whole, seen, whole.length());
        if (free > 0) {
            log.emit(new AgentEvent.TextDelta(log.runId(), log.turn(), judged.substring(0, free)));
        }
    }

    /** What passes, in the form in which it passes; null if it does not, or nothing does any more. */
    private @Nullable String passes(Stage stage, String text, Supplier<Consensus<String>> judging) {
        if (objection != null) {
            return null;
        }
        Consensus<String> consensus;
        try {
            consensus = judging.get();
        } catch (RunCancelledException e) {
            // The run is over; whoever waits for the reply knows.
            return null;
        }
        if (consensus instanceof Consensus.Passes<String>(String passed, var amendments, var questions)
                && questions.isEmpty()) {
            if (!amendments.isEmpty()) {
                guards.settle(new Guards.Subject(stage, thinking(), text), consensus);
            }
            return passed;
        }
        AiMessage sofar = AiMessage.builder()
                .thinking(thought.isEmpty() ? null : thinking())
                .text(said.isEmpty() ? null : said.toString())
                .build();
        objection = new TurnCut.Objection(new Guards.Subject(stage, thinking(), text), consensus, sofar);
        cut.run();
        return null;
    }
}
