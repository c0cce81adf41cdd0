package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.guard.GuardDecision.Measure;
import dev.qwenagent.api.guard.GuardDecision.Stage;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.guard.ThoughtGuardrail;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.ToolOutcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An agent's guardrails in one run: each judges within its time, the strictest verdict wins, a person is asked where one wants
 * it, and what did not pass as it was is told and written down. A guardrail that fails says stop.
 */
final class Guards {

    /** More than any guardrails take, since each has a limit of its own. */
    private static final Duration JUDGING = Duration.ofDays(1);

    private final RunLog log;
    private final Run run;
    private final LoopMemory memory;
    private final List<Guardrail> guardrails;
    private final CancellableApprover approver;
    private final CancellableStep step;
    /** Those that let the next thought pass, since a person said yes to their question about the one before. */
    private final Set<Guardrail> waived;

    Guards(RunLog log, Run run, LoopMemory memory, List<Guardrail> guardrails, CancellableApprover approver,
            CancellableStep step) {
        this(log, run, memory, guardrails, approver, step, new HashSet<>());
    }

    private Guards(RunLog log, Run run, LoopMemory memory, List<Guardrail> guardrails, CancellableApprover approver,
            CancellableStep step, Set<Guardrail> waived) {
        this.log = log;
        this.run = run;
        this.memory = memory;
        this.guardrails = guardrails;
        this.approver = approver;
        this.step = step;
        this.waived = waived;
    }

    /** Whether everything passes. */
    boolean areNone() {
        return guardrails.isEmpty();
    }

    /** The same guardrails, judging under another cancellation. */
    Guards within(CancellableStep other) {
        return guardrails.isEmpty() ? this : new Guards(log, run, memory, guardrails, approver, other, waived);
    }

    /**
     * What is judged, for the person who is asked about it.
     *
     * @param text what the person sees of it
     * @param more what else an answer is about, such as the result of a call; empty if nothing
     */
    record Subject(Stage stage, String thinking, String text, String more) {

        Subject(Stage stage, String thinking, String text) {
            this(stage, thinking, text, "");
        }

        /** All that an answer to a question is about: a yes to a call is none to its result, nor one result's to another's. */
        String with(String question) {
            return Stream.of(stage.name(), question, thinking, text, more)
                    .map(part -> part.length() + " " + part)
                    .collect(Collectors.joining("\n"));
        }
    }

    /** What the guardrails came to, with nobody left to ask. */
    sealed interface Ruling<T> {
        /** It passes in this form. */
        record Pass<T>(T value) implements Ruling<T> {}

        /** The model is sent back with a note. */
        record Rethink<T>(String note) implements Ruling<T> {}

        /** The run ends. */
        record Stop<T>(String reason) implements Ruling<T> {}
    }

    Ruling<UserMessage> onInput(UserMessage message) {
        if (guardrails.isEmpty()) {
            return new Ruling.Pass<>(message);
        }
        return settle(new Subject(Stage.INPUT, "", Texts.of(message)),
                consensus(guardrails, message, Guardrail::onInput));
    }

    Ruling<List<ToolExecutionRequest>> beforeAction(String thinking, List<ToolExecutionRequest> calls) {
        if (guardrails.isEmpty()) {
            return new Ruling.Pass<>(calls);
        }
        String text = calls.stream()
                .map(call -> call.name() + " " + call.arguments())
                .collect(Collectors.joining("\n"));
        return settle(new Subject(Stage.ACTION, thinking, text),
                consensus(guardrails, calls, (guardrail, sofar, proposed) -> AmendedCalls.checked(calls,
                        guardrail.beforeAction(sofar, thinking, proposed))));
    }

    Ruling<ToolOutcome> onResult(String thinking, ToolExecutionRequest call, ToolOutcome outcome) {
        if (guardrails.isEmpty()) {
            return new Ruling.Pass<>(outcome);
        }
        String more = call.id() + "\n" + outcome.label() + "\n" + outcome.textForModel();
        return settle(new Subject(Stage.RESULT, thinking, call.name() + " " + call.arguments(), more),
                consensus(guardrails, outcome, (guardrail, sofar, result) -> guardrail.onResult(sofar, call, result)));
    }

    Ruling<String> onAnswer(String thinking, String answer) {
        return settle(new Subject(Stage.ANSWER, thinking, answer),
                consensus(guardrails, answer, (guardrail, sofar, text) -> guardrail.onAnswer(sofar, thinking, text)));
    }

    /** What the guardrails that watch thoughts say of one so far; nobody is asked. */
    Consensus<String> whileThinking(String thought) {
        List<ThoughtGuardrail> watching = guardrails.stream()
                .filter(ThoughtGuardrail.class::isInstance)
                .map(ThoughtGuardrail.class::cast)
                .filter(guardrail -> !waived.contains(guardrail))
                .toList();
        return consensus(watching, thought, (guardrail, sofar, thoughtSoFar) -> unamended(
                ((ThoughtGuardrail) guardrail).onThinking(sofar, thoughtSoFar)));
    }

    /** What the guardrails that need a part of an answer say of one; nobody is asked. */
    Consensus<String> onPart(String thinking, String part) {
        List<Guardrail> judging = guardrails.stream()
                .filter(guardrail -> switch (guardrail.answerNeed()) {
                    case AnswerNeed.Nothing _,AnswerNeed.Whole _ -> false;
                    case AnswerNeed.Sentence _,AnswerNeed.Window _ -> true;
                })
                .toList();
        return consensus(judging, part, (guardrail, sofar, text) -> guardrail.onAnswer(sofar, thinking, text));
    }

    /** How much of an answer each of them needs. */
    List<AnswerNeed> answerNeeds() {
        return guardrails.isEmpty() ? List.of() : guardrails.stream().map(Guardrail::answerNeed).toList();
    }

    /** A reply came whole: what a person let pass has passed. */
    void replyCame() {
        waived.clear();
    }

    /** Tells and writes down what was not left as it was, and asks a person where a guardrail wants it. */
    <T> Ruling<T> settle(Subject subject, Consensus<T> consensus) {
        return switch (consensus) {
            case Consensus.Passes<T>(T value, var amendments, var questions) -> {
                amendments.forEach(said -> tell(subject, said, Measure.AMENDED));
                for (Consensus.Said said : questions) {
                    if (!isApproved(subject, said)) {
                        var refused = new Consensus.Said(said.guardrail(), "A person said no: " + said.text());
                        tell(subject, refused, Measure.SENT_BACK);
                        yield new Ruling.Rethink<>(refused.text());
                    }
                    if (subject.stage() == Stage.THINKING) {
                        waived.add(said.guardrail());
                    }
                }
                yield new Ruling.Pass<>(value);
            }
            case Consensus.SentBack<T>(var reasons) -> {
                reasons.forEach(said -> tell(subject, said, Measure.SENT_BACK));
                yield new Ruling.Rethink<>(
                        reasons.stream().map(Consensus.Said::text).collect(Collectors.joining("\n")));
            }
            case Consensus.Stopped<T>(var reason) -> {
                tell(subject, reason, Measure.STOPPED);
                yield new Ruling.Stop<>(reason.text());
            }
        };
    }

    /**
     * Asks a question about a reply that was cut once more, which is the question that it was before the run was resumed. Another
     * guardrail that had one too asks when the model says it again.
     *
     * @param cut what the model had said
     */
    Ruling<String> settle(ApprovalRequest question, AiMessage cut) {
        List<Consensus.Said> questions = guardrails.stream()
                .filter(guardrail -> guardrail.name().equals(question.tool()))
                .map(guardrail -> new Consensus.Said(guardrail, question.rule()))
                .toList();
        Stage stage = cut.text() == null ? Stage.THINKING : Stage.ANSWER_PART;
        return settle(new Subject(stage, question.thinking(), question.arguments()),
                new Consensus.Passes<>(question.arguments(), List.of(), questions));
    }

    private void tell(Subject subject, Consensus.Said said, Measure measure) {
        int turn = run.turn();
        var decision = new GuardDecision(said.guardrail().name(), subject.stage(), measure, said.text());
        log.write((id, at) -> new JournalEntry.GuardrailTripped(id, at, turn, decision));
        log.emit(new AgentEvent.GuardrailTripped(log.runId(), turn, decision));
    }

    private boolean isApproved(Subject subject, Consensus.Said said) {
        String guardrail = said.guardrail().name();
        var about = ApprovedCall.ofQuestion(log.runId(), run.turn(), guardrail, subject.with(said.text()));
        var request = new ApprovalRequest(about, subject.text(), subject.thinking(), memory.provenance(), said.text(),
                approver.expiry(about));
        log.asked(request);
        boolean isYes = switch (approver.approve(request)) {
            case Approval.Later() -> throw new PutDown.Question(request);
            case Approval.No() -> false;
            case Approval.Yes yes -> yes.call().equals(about) && approver.counts(yes) && approver.counts(request);
        };
        String rule = said.text() + (isYes ? ", answered yes" : ", answered no");
        log.decided(new PermissionDecision("", guardrail, List.of(), isYes, rule));
        return isYes;
    }

    /** One guardrail's judgement of a thing, given the run so far. */
    @FunctionalInterface
    private interface Judgement<T> {
        GuardVerdict<T> of(Guardrail guardrail, RunSoFar sofar, T value);
    }

    /** Judges on a thread of its own, so that the run's thread waits once for all of them. */
    private <T> Consensus<T> consensus(List<? extends Guardrail> judging, T value, Judgement<T> judgement) {
        if (judging.isEmpty()) {
            return new Consensus.Passes<>(value, List.of(), List.of());
        }
        var sofar = new RunSoFar(log.runId(), run.turn(), run.steps(), run.usageByModel(), memory.provenance());
        return step.runWithin(JUDGING, "guardrails", () -> Consensus.of(judging, value,
                (guardrail, form) -> inTime(guardrail, () -> judgement.of(guardrail, sofar, form))));
    }

    private <T> GuardVerdict<T> inTime(Guardrail guardrail, Callable<GuardVerdict<T>> judgement) {
        try {
            GuardVerdict<T> verdict = step.nested()
                    .runWithin(guardrail.timeLimit(), "guardrail " + guardrail.name(), judgement);
            return verdict == null ? GuardVerdict.stop("the guardrail gave no verdict") : verdict;
        } catch (CancellableStep.TimeOver e) {
            return GuardVerdict.stop("the guardrail did not judge within " + guardrail.timeLimit().toMillis() + " ms");
        } catch (RunCancelledException e) {
            step.throwIfCancelled();
            return GuardVerdict.stop("the guardrail failed: " + e);
        } catch (RuntimeException e) {
            return GuardVerdict.stop("the guardrail failed: " + e);
        }
    }

    /** A verdict on a thought, which has no amendment, as one on its text. */
    private static GuardVerdict<String> unamended(GuardVerdict<Void> verdict) {
        return switch (verdict) {
            case GuardVerdict.Pass<Void>() -> GuardVerdict.pass();
            case GuardVerdict.Ask<Void>(String question) -> GuardVerdict.ask(question);
            case GuardVerdict.Reconsider<Void>(String reason) -> GuardVerdict.reconsider(reason);
            case GuardVerdict.Stop<Void>(String reason) -> GuardVerdict.stop(reason);
            case GuardVerdict.Amend<Void> amend ->
                throw new IllegalStateException("a thought cannot be amended: " + amend.reason());
        };
    }
}
