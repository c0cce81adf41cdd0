package dev.qwenagent.runtime.loop;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.NonRetriableException;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.plan.Reply;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.memory.LoopNote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The one request beyond a limit, for what the model can say by now. The tools stay in the request, so that a cached prompt stays
 * useful; a call of one is not made.
 *
 * @param run whose limit is reached
 * @param memory what the model has read
 * @param requests asks it
 * @param guards judge what it says
 * @param asked what it is asked beside the messages
 * @param step asks, and ends with the time that it has
 */
record LastAnswer(Run run, LoopMemory memory, ModelRequests requests, Guards guards, ModelRequests.Question asked,
        CancellableStep step) {

    /** Part of the time limit that the request may take beyond it. */
    private static final int GRACE_DIVISOR = 10;

    private static final Duration SHORTEST_GRACE = Duration.ofSeconds(1);

    /** The shortest thought of a model that cannot do without. */
    private static final ThinkingMode SHORTEST = ThinkingMode.AUTO.withBudget(1);

    /** How long the request may take when the run may take so long. */
    static Duration grace(Duration timeLimit) {
        Duration part = timeLimit.dividedBy(GRACE_DIVISOR);
        return part.compareTo(SHORTEST_GRACE) < 0 ? SHORTEST_GRACE : part;
    }

    /**
     * Asks.
     *
     * @throws RunCancelledException if it was cancelled meanwhile
     */
    Ending after(StopReason limit) {
        try {
            Reply reply = reply();
            return switch (guards.within(step).onAnswer(reply.thinking(), reply.text())) {
                case Guards.Ruling.Pass<String>(String passed) -> answered(limit, reply.thinking(), passed);
                case Guards.Ruling.Rethink<String>(String note) -> new Ending(limit, "", note);
                case Guards.Ruling.Stop<String>(String reason) -> Ending.blocked(reason);
            };
        } catch (TurnCut.Objection cut) {
            return switch (guards.settle(cut.subject(), cut.consensus())) {
                // A person let it go on, and is not asked the same again.
                case Guards.Ruling.Pass<String> _ -> after(limit);
                case Guards.Ruling.Rethink<String>(String note) -> new Ending(limit, "", note);
                case Guards.Ruling.Stop<String>(String reason) -> Ending.blocked(reason);
            };
        } catch (TurnCut.LimitReached cut) {
            return new Ending(limit, "", "there was nothing left for a last answer: " + cut.limit());
        } catch (PutDown e) {
            throw e;
        } catch (AgentException e) {
            return new Ending(limit, "", e.getMessage());
        }
    }

    /** Without a thought; from a model that refuses to do without, after as short a one as there can be. */
    private Reply reply() {
        try {
            return ask(ThinkingMode.OFF);
        } catch (TurnCut cut) {
            throw cut;
        } catch (AgentException e) {
            if (e.getCause() instanceof NonRetriableException) {
                return ask(SHORTEST);
            }
            throw e;
        }
    }

    private Reply ask(ThinkingMode thinking) {
        List<ChatMessage> messages = new ArrayList<>(memory.messages());
        messages.add(LoopNote.of(
                "The limit of this run is reached. Answer now, with what you know, without calling a tool."));
        return requests.ask(Allowance.Kind.LAST, thinking,
                new ModelRequests.Question(messages, asked.tools(), asked.format()), step);
    }

    private Ending answered(StopReason limit, String thinking, String text) {
        run.did(new AgentResult.Step(thinking, List.of()));
        memory.addSaid(thinking, text, List.of());
        return new Ending(limit, text, null);
    }
}
