package dev.qwenagent.examples.cli.console;

import dev.qwenagent.api.RunCost;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.tool.PermissionDecision;
import dev.qwenagent.api.tool.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells a person on the console what happens in a run: the thought as it arrives, each call, its judgement, its result. */
public final class ConsoleListener implements AgentListener {

    private static final int RESULT_LENGTH = 400;

    private final Screen screen;
    private final AnswerPrinter answers;
    private final Detail detail;
    private @Nullable Waiting waiting;

    /** How much is told. */
    public enum Detail {
        /** The answer only. */
        QUIET,
        /** What a person wants to follow. */
        NORMAL,
        /** Everything, and results whole. */
        VERBOSE
    }

    /** Tells a run on a screen, and its answer where answers go. */
    public ConsoleListener(Screen screen, AnswerPrinter answers, Detail detail) {
        this.screen = screen;
        this.answers = answers;
        this.detail = detail;
    }

    @Override
    public synchronized void onEvent(AgentEvent event) {
        if (detail != Detail.QUIET || event instanceof AgentEvent.Answered) {
            tell(event);
        }
    }

    private void text(String text) {
        arrived();
        screen.close();
        answers.piece(text);
    }

    private void answer(String text) {
        arrived();
        screen.close();
        answers.whole(text);
    }

    private void tell(AgentEvent event) {
        switch (event) {
            case AgentEvent.RunStarted _ -> {
            }
            case AgentEvent.RunResumed resumed -> line("resumed", resumed.runId() + ": " + resumed.task());
            case AgentEvent.RunSuspended put -> line("put down", put.runId() + " " + put.waitsFor());
            case AgentEvent.ModelChosen chosen -> chosen(chosen);
            case AgentEvent.ListenerDetached gone ->
                line("listener", gone.listener() + " failed and hears no more: " + gone.problem());
            case AgentEvent.TurnStarted turn -> await("waiting", "for the model, turn " + turn.turn());
            case AgentEvent.ModelRetried retried ->
                line("retry", retried.problem() + "; again in " + seconds(retried.pause()));
            case AgentEvent.ModelFailedOver failed ->
                line("model", failed.to() + " goes on: " + failed.from() + " failed: " + failed.problem());
            case AgentEvent.Thought thought -> {
                arrived();
                screen.piece("thinking", Visible.text(thought.text()));
            }
            case AgentEvent.ThoughtWasAnswer _ -> verbose("note", "the thought was never closed: it is the answer");
            case AgentEvent.Reconsidered again -> line("again", again.reason());
            case AgentEvent.GuardrailTripped tripped -> guarded(tripped.decision());
            case AgentEvent.LabelRaised raised -> line("label", raised.source().name() + " is "
                    + raised.source().label().words() + ", and so is the conversation");
            case AgentEvent.Declassified declassified -> line("label", declassified.decision().source() + " is "
                    + declassified.decision().label().words() + " now, says " + declassified.decision().who());
            case AgentEvent.ToolAnnounced _ -> arrived();
            case AgentEvent.ToolRequested requested ->
                line("call", requested.call().name() + " " + requested.call().arguments());
            case AgentEvent.PermissionAsked _ -> arrived();
            case AgentEvent.PermissionDecided decided -> decided(decided.decision());
            case AgentEvent.ToolProgress progress -> line("progress", progress.message());
            case AgentEvent.ToolFinished finished -> result(finished);
            case AgentEvent.TextDelta(_, _, String text) -> text(text);
            case AgentEvent.Answered(_, String text) -> answer(text);
            case AgentEvent.RunEnded ended -> end(ended);
        }
    }

    /** That the model is the one that the person named is no news. */
    private void chosen(AgentEvent.ModelChosen chosen) {
        if (detail == Detail.VERBOSE || !chosen.passedOver().isEmpty()) {
            line("model", chosen.model() + ": " + chosen.reason());
        }
    }

    private void guarded(GuardDecision decision) {
        line(switch (decision.measure()) {
            case AMENDED -> "amended";
            case SENT_BACK -> "sent back";
            case STOPPED -> "stopped";
        }, decision.guardrail() + ": " + decision.reason());
    }

    private void decided(PermissionDecision decision) {
        String scopes = decision.scopes().stream().map(Scope::toString).collect(Collectors.joining(", "));
        line(decision.granted() ? "allowed" : "denied", scopes + " (" + decision.rule() + ")");
        if (decision.granted()) {
            await("calling", decision.tool());
        }
    }

    private void result(AgentEvent.ToolFinished finished) {
        String text = finished.outcome().textForModel();
        line("result", detail == Detail.VERBOSE ? text : Visible.line(text, RESULT_LENGTH));
    }

    private void end(AgentEvent.RunEnded ended) {
        arrived();
        answers.end();
        StopReason reason = ended.reason();
        if (reason != StopReason.ANSWERED && reason != StopReason.FAILED) {
            line("stopped", words(reason) + (ended.problem() == null ? "" : ": " + ended.problem()));
        }
        line("done", summary(ended.cost()));
    }

    private String summary(RunCost cost) {
        TokensUsed tokens = cost.tokens();
        String thought = detail != Detail.VERBOSE ? ""
                : String.format(Locale.ROOT, " (%,d of thought)", tokens.thinkingTokens());
        List<String> parts = new ArrayList<>(List.of(
                count(cost.turns(), "turn"),
                count(cost.calls(), "call"),
                count(tokens.totalTokenCount(), "token") + thought,
                seconds(cost.time())));
        cost.paid().forEach(money -> parts.add(money.toString()));
        if (!cost.unpriced().isEmpty()) {
            parts.add("the price of " + String.join(" and ", cost.unpriced()) + " is not known");
        }
        return String.join(", ", parts);
    }

    private static String count(int number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    private static String words(StopReason reason) {
        return switch (reason) {
            case ANSWERED -> "answered";
            case TURN_LIMIT -> "the limit of turns was reached";
            case TIME_LIMIT -> "the time limit was reached";
            case TOKEN_LIMIT -> "the limit of tokens was reached";
            case THINKING_LIMIT -> "the limit of tokens of thought was reached";
            case CALL_LIMIT -> "the limit of calls was reached";
            case MONEY_LIMIT -> "the limit of money was reached";
            case SUSPENDED -> "put down, to be resumed";
            case OUTCOME_UNKNOWN -> "nobody knows whether a call took effect";
            case BLOCKED -> "a guardrail ended the run";
            case NOT_CLEARED -> "no model may read on";
            case CANCELLED -> "interrupted";
            case FAILED -> "the run failed";
        };
    }

    private void verbose(String label, String text) {
        if (detail == Detail.VERBOSE) {
            line(label, text);
        }
    }

    private void line(String label, String text) {
        arrived();
        answers.end();
        screen.line(label, Visible.text(text));
    }

    private void await(String label, String what) {
        arrived();
        waiting = Waiting.on(screen, label, what);
    }

    /** What was waited for is here. */
    private void arrived() {
        if (waiting != null) {
            waiting.close();
            waiting = null;
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
