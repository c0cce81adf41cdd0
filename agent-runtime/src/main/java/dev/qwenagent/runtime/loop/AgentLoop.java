package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.plan.Decision;
import dev.qwenagent.api.plan.Reply;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.api.tool.ApprovalTerms;
import dev.qwenagent.api.tool.PermissionGate;
import dev.qwenagent.memory.LoopNote;
import dev.qwenagent.memory.MessageLabels;
import dev.qwenagent.runtime.history.OpenRound;
import dev.qwenagent.runtime.history.RunHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of an agent, from the task to the result.
 *
 * <pre>
 * input guardrails, remember the task            a run that is resumed begins where its journal ends:
 *                                                finish the calls that were under way, then go on
 * until there is an answer or a limit is reached
 *   choose a model that may read the conversation                        or the end: none may
 *   planner decides
 *     Reconsider   remember why                                            next turn
 *     CallTools    guardrails on the thought with its calls
 *                  each group of calls: bind and admit each, journal, call together, journal each
 *                  guardrails on results, remember them                    next turn
 *     Answer       guardrails on the answer, remember it                   the end
 * a limit was reached: one last request for the best answer
 * </pre>
 *
 * <p>The planner decides and never acts; the loop acts and never decides. What the model gets to see is in the memory, what
 * happened is in the journal. It is longer than other files since it is the one place where the whole order can be read: each
 * step of it is a few lines, and what a step does is in a class of its own. Not thread-safe: one loop, one run; only the cancellation may be used from elsewhere.
 */
public final class AgentLoop {

    private final AgentSetup setup;
    private final RunSurroundings around;
    private final AnswerCheck check;
    private final RunHistory history;
    private final Run run;
    private final RunLog log;
    private final LoopMemory memory;
    private final CancellationSource untilDeadline;
    private final RunThread thread;
    private final CancellableStep step;
    private final ModelRequests requests;
    private final Guards guards;
    private final CallRound calls;
    private final UnknownOutcomes outcomes;
    private final RunClosing closing;
    private @Nullable Thread caller;
    private boolean callerInterrupted;

    /**
     * A loop for one run.
     *
     * @param draft the conversation that the run works on
     * @param check what the answer has to be
     * @param history the run as it is: just begun, or what the journal tells of it
     */
    public AgentLoop(AgentSetup setup, RunSurroundings around, ConversationDraft draft, AnswerCheck check,
            RunHistory history) {
        this.setup = setup;
        this.around = around;
        this.check = check;
        this.history = history;
        this.run = new Run(setup.budget(), around.nanoTime(), history, setup.mind().models());
        this.log = new RunLog(around, run::turn);
        this.memory = new LoopMemory(draft.memory(), log, history);
        this.untilDeadline = around.cancellation().child();
        this.thread = threadUnder(untilDeadline);
        this.step = new CancellableStep(untilDeadline, this::interrupted, thread);
        var permissions = setup.permissions();
        var terms = new ApprovalTerms(permissions.approver(), permissions.approvalTime(), around.clock());
        var approver = new CancellableApprover(log, terms, new KeptAnswers(history.turn().asked()), untilDeadline,
                this::stepUnder);
        this.guards = new Guards(log, run, memory, setup.guardrails(), approver, step);
        this.requests = new ModelRequests(log, run, setup.mind(), around.world(), memory, guards, history);
        var gate = around.gate(permissions.policy(), approver.asTerms(), log, history.approvals());
        var caller = new ToolCaller(log, setup.tools(), gate, permissions.labels().forRun(), step, around.nanoTime());
        this.calls = new CallRound(run, log, memory, guards, caller, setup.limits().toolOutput());
        this.outcomes = new UnknownOutcomes(log, setup.tools().registry(), permissions.outcomes(), step);
        this.closing = new RunClosing(log, run, memory, draft);
    }

    /**
     * Works on the task of a run that has just begun, and blocks until the run has ended or was put down.
     *
     * @throws AgentException if the run failed; {@code RunEnded} has been told and written by then
     * @throws Error what a tool or a model threw, after the same
     */
    public AgentResult run() {
        return from(() -> {
            log.emit(new AgentEvent.RunStarted(log.runId(), setup.name(), task()));
            log.write((id, at) -> history.began());
        });
    }

    /**
     * Goes on with a run that was begun before, see {@link #run}.
     *
     * @param worker who goes on, for people
     */
    public AgentResult resume(String worker) {
        return from(() -> {
            log.emit(new AgentEvent.RunResumed(log.runId(), setup.name(), task(), worker));
            log.write((id, at) -> new JournalEntry.RunResumed(id, at, worker));
        });
    }

    private String task() {
        return Texts.of(history.began().task().message());
    }

    private AgentResult from(Runnable beginning) {
        caller = Thread.currentThread();
        try (untilDeadline) {
            beginning.run();
            return worked();
        } catch (RuntimeException | Error e) {
            throw closing.failed(e);
        } finally {
            if (callerInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private AgentResult worked() {
        Ending ending;
        try {
            ending = work();
        } catch (PutDown e) {
            calls.close();
            return closing.putDown(e);
        } catch (RunCancelledException e) {
            // The run may be resumed, and then finishes its round; the conversation gets an answer for every call now.
            calls.interrupt();
            ending = new Ending(StopReason.CANCELLED, "", null);
        }
        return closing.end(ending);
    }

    private Ending work() {
        Duration time = run.left().time();
        try {
            return thread.run(around.timer().limit(untilDeadline, time), this::turns);
        } catch (TurnCut.NotCleared e) {
            return new Ending(StopReason.NOT_CLEARED, "", e.getMessage());
        } catch (TurnCut.LimitReached e) {
            return lastAnswer(e.limit());
        } catch (RunCancelledException e) {
            around.cancellation().throwIfCancelled();
            if (memory.said().isEmpty()) {
                // The guardrails have not let the task pass, so no model may read it.
                return new Ending(StopReason.TIME_LIMIT, "", "the time was over before the task had been judged");
            }
            calls.leave();
            return lastAnswer(StopReason.TIME_LIMIT);
        }
    }

    private Ending turns() {
        Optional<Ending> ending = beforeTheFirstTurn();
        while (ending.isEmpty()) {
            Optional<StopReason> limit = isTurnUnderWay() ? Optional.empty() : run.limitReached();
            if (limit.isPresent()) {
                throw new TurnCut.LimitReached(limit.get());
            }
            ending = turn();
        }
        return ending.get();
    }

    private Optional<Ending> beforeTheFirstTurn() {
        if (history.stopped() != null) {
            history.openRound().ifPresent(calls::take);
            calls.leave();
            return Optional.of(Ending.blocked(history.stopped()));
        }
        if (history.messages().isEmpty()) {
            return input(history.began().task());
        }
        if (history.openRound().isPresent()) {
            return finish(history.openRound().get());
        }
        return history.turn().questionAboutTheCut().flatMap(question -> {
            run.nextTurn();
            return cut(guards.settle(question.request(), history.turn().cut()));
        });
    }

    private Optional<Ending> input(JournalEntry.AgentAsked task) {
        return switch (guards.onInput(task.message())) {
            case Guards.Ruling.Pass<UserMessage>(UserMessage message) -> {
                memory.add(MessageLabels.put(message, task.provenance()));
                yield Optional.empty();
            }
            case Guards.Ruling.Rethink<UserMessage>(String note) -> Optional.of(Ending.blocked(note));
            case Guards.Ruling.Stop<UserMessage>(String reason) -> Optional.of(Ending.blocked(reason));
        };
    }

    /** Whether the next turn is one that was begun before the run was resumed: it was within the limits then. */
    private boolean isTurnUnderWay() {
        return run.turn() < history.turn().number();
    }

    private Optional<Ending> finish(OpenRound round) {
        calls.take(round);
        OpenRound settled = outcomes.settled(round);
        calls.take(settled);
        settled.open().forEach(call -> log.emit(new AgentEvent.ToolRequested(log.runId(), run.turn(), call)));
        return calls.finish().map(Ending::blocked);
    }

    private Optional<Ending> turn() {
        requests.choose(memory.provenance());
        boolean isWritten = isTurnUnderWay();
        run.nextTurn();
        int turn = run.turn();
        if (!isWritten) {
            log.write((id, at) -> new JournalEntry.TurnBegan(id, at, turn));
        }
        log.emit(new AgentEvent.TurnStarted(log.runId(), turn));
        Decision decision;
        try {
            decision = decided(setup.mind());
        } catch (TurnCut.Objection cut) {
            return cut(guards.settle(cut.subject(), cut.consensus()));
        }
        return switch (decision) {
            case Decision.Reconsider(String said, String reason) -> reconsider(said, reason);
            case Decision.CallTools calling -> act(calling);
            case Decision.Answer(String thinking, String text) -> answer(thinking, text);
        };
    }

    private Decision decided(AgentSetup.Mind mind) {
        var cut = new TurnCut.Holder();
        Decision decision = mind.planner()
                .decide(new LoopDeliberation(run, memory.messages(), setup.tools().registry().specifications(),
                        mind.thinking(),
                        requests, step, cut, check.format()));
        cut.throwIfCut();
        thread.endIfLeft();
        return decision;
    }

    /** The model's reply was cut: a person let it go on, which takes another turn, or it did not pass. */
    private Optional<Ending> cut(Guards.Ruling<String> ruling) {
        return switch (ruling) {
            case Guards.Ruling.Pass<String> _ -> Optional.empty();
            case Guards.Ruling.Rethink<String>(String note) -> reconsider("", note);
            case Guards.Ruling.Stop<String>(String reason) -> Optional.of(Ending.blocked(reason));
        };
    }

    private Optional<Ending> reconsider(String said, String reason) {
        log.emit(new AgentEvent.Reconsidered(log.runId(), run.turn(), reason));
        if (!said.isBlank()) {
            memory.addSaid("", said, List.of());
        }
        memory.add(LoopNote.of(reason));
        return Optional.empty();
    }

    private Optional<Ending> act(Decision.CallTools decision) {
        decision.calls().forEach(call -> log.emit(new AgentEvent.ToolRequested(log.runId(), run.turn(), call)));
        return switch (guards.beforeAction(decision.thinking(), decision.calls())) {
            case Guards.Ruling.Pass<List<ToolExecutionRequest>>(var passed) ->
                calls.make(new Decision.CallTools(decision.thinking(), decision.text(), passed)).map(Ending::blocked);
            case Guards.Ruling.Rethink<List<ToolExecutionRequest>>(String note) -> reconsider(decision.text(), note);
            case Guards.Ruling.Stop<List<ToolExecutionRequest>>(String reason) -> Optional.of(Ending.blocked(reason));
        };
    }

    private Optional<Ending> answer(String thinking, String text) {
        Optional<String> problem = check.problem(text);
        if (problem.isPresent()) {
            return reconsider(text, problem.get());
        }
        return switch (guards.onAnswer(thinking, text)) {
            case Guards.Ruling.Pass<String>(String passed) -> check.problem(passed)
                    .map(amendedAway -> reconsider(text, amendedAway))
                    .orElseGet(() -> Optional.of(answered(StopReason.ANSWERED, thinking, passed)));
            case Guards.Ruling.Rethink<String>(String note) -> reconsider(text, note);
            case Guards.Ruling.Stop<String>(String reason) -> Optional.of(Ending.blocked(reason));
        };
    }

    private Ending answered(StopReason reason, String thinking, String text) {
        run.did(new AgentResult.Step(thinking, List.of()));
        memory.addSaid(thinking, text, List.of());
        return new Ending(reason, text, null);
    }

    private Ending lastAnswer(StopReason limit) {
        var asked = new ModelRequests.Question(List.of(), setup.tools().registry().specifications(), check.format());
        try (CancellationSource grace = around.cancellation().child()) {
            RunThread last = threadUnder(grace);
            var answer = new LastAnswer(run, memory, requests, guards, asked,
                    new CancellableStep(grace, this::interrupted, last));
            Duration time = LastAnswer.grace(setup.limits().time());
            return last.run(around.timer().limit(grace, time), () -> answer.after(limit));
        } catch (RunCancelledException e) {
            around.cancellation().throwIfCancelled();
            return new Ending(limit, "", "there was no time for a last answer");
        }
    }

    private RunThread threadUnder(CancellationSource cancellation) {
        return new RunThread(setup.workplace(), cancellation, this::interrupted);
    }

    private CancellableStep stepUnder(CancellationSource cancellation) {
        return new CancellableStep(cancellation, this::interrupted);
    }

    private void interrupted() {
        // A tool that waits for an approval can be interrupted too, which says nothing of the caller.
        if (Thread.currentThread() == caller && !thread.interruptsOthers()) {
            callerInterrupted = true;
            around.cancellation().cancel();
        }
    }
}
