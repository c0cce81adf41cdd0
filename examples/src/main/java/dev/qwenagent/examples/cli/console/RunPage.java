package dev.qwenagent.examples.cli.console;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.runtime.replay.RunDiff;
import dev.qwenagent.runtime.replay.RunStep;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was written down of runs, as a person reads it, on standard output. Not thread-safe. */
public final class RunPage {

    /** Characters of a text that are shown of it, in a view to look through. */
    public static final int SHORT = 400;

    /** So many that every text is shown whole. */
    public static final int WHOLE = Integer.MAX_VALUE;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int TASK_LENGTH = 60;

    private final PrintStream out;
    private final ZoneId zone;
    private TokenUsage used = new TokenUsage(0, 0);

    /** A page on the standard output of a shell, with times of its place. */
    public RunPage(Shell shell) {
        this.out = shell.out();
        this.zone = shell.clock().getZone();
    }

    /** A run in one line. */
    public void print(RunSummary run) {
        String state = run.state().name().toLowerCase(Locale.ROOT);
        String reason = run.reason() == null ? "" : " " + words(run.reason());
        out.printf("%-24s  %s  %-22s  %-12s  %s%n", run.runId(), time(run.began()),
                run.state() == RunSummary.State.ENDED && run.reason() != null ? words(run.reason()) : state + reason,
                Visible.line(run.agent(), 12), Visible.line(run.task(), TASK_LENGTH));
    }

    /** A row of a comparison. */
    public void print(RunDiff.Row row) {
        String name = row.step().name().isEmpty() ? "" : " " + row.step().name();
        String front = "turn " + row.step().turn() + "  " + words(row.step().kind()) + name;
        switch (row.change()) {
            case SAME -> out.println("  " + front + ": " + shown(row.left()));
            case ONLY_LEFT -> out.println("- " + front + ": " + shown(row.left()));
            case ONLY_RIGHT -> out.println("+ " + front + ": " + shown(row.right()));
            case CHANGED -> {
                out.println("~ " + front);
                out.println("    - " + shown(row.left()));
                out.println("    + " + shown(row.right()));
            }
        }
    }

    private static String shown(RunStep step) {
        return step == null ? "" : Visible.line(step.text(), SHORT);
    }

    /**
     * A whole run.
     *
     * @param length characters of a thought, a result and the like
     */
    public void print(List<JournalEntry> entries, int length) {
        entries.forEach(entry -> print(entry, length));
        Duration time = Duration.between(entries.getFirst().at(), entries.getLast().at());
        line("used", String.format(Locale.ROOT, "%,d + %,d tokens, %.1f s from the first entry to the last",
                used.inputTokenCount(), used.outputTokenCount(), time.toMillis() / 1000.0));
    }

    private void print(JournalEntry entry, int length) {
        switch (entry) {
            case JournalEntry.RunBegan began -> began(began, length);
            case JournalEntry.RunResumed resumed -> line("resumed", time(resumed.at()) + " by " + resumed.worker());
            case JournalEntry.RunSuspended put -> line("put down", time(put.at()) + ": " + put.reason());
            case JournalEntry.RunEnded ended -> {
                if (!ended.text().isEmpty()) {
                    line("answer", ended.text());
                }
                line("ended", time(ended.at()) + ": " + words(ended.reason())
                        + (ended.problem() == null ? "" : ", " + ended.problem()));
            }
            case JournalEntry.Declassified said -> line("label", said.decision().source() + " is "
                    + said.decision().label().words() + ", says " + said.decision().who());
            case JournalEntry.ModelChosen chosen -> line("model", chosen.model() + ": " + chosen.reason());
            case JournalEntry.TurnBegan began -> out.println("turn " + began.turn() + "  " + time(began.at()));
            case JournalEntry.ModelAsked asked ->
                line("asked", asked.model() + ", " + asked.request().messages() + " messages");
            case JournalEntry.ModelReplied replied -> {
                said(replied.message(), length);
                used(replied.usage());
            }
            case JournalEntry.ModelCut cut -> {
                said(cut.message(), length);
                line("cut", "by a guardrail");
                used(cut.usage());
            }
            case JournalEntry.ModelFailed failed -> line(failed.pause() == null ? "failed" : "retry",
                    failed.problem()
                            + (failed.pause() == null ? "" : "; again in " + failed.pause().toMillis() + " ms"));
            case JournalEntry.MessageAdded _ -> {
                // It holds what was told when it came about.
            }
            case JournalEntry.GuardrailTripped tripped -> line("guardrail", tripped.decision().guardrail() + " "
                    + tripped.decision().measure().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": "
                    + tripped.decision().reason());
            case JournalEntry.ApprovalAsked asked -> line("asks", asked.request().tool() + " "
                    + asked.request().arguments() + " (" + asked.request().rule() + ")");
            case JournalEntry.ApprovalAnswered answered ->
                line("answered", answer(answered) + " by " + answered.who());
            case JournalEntry.CallJudged judged -> line(judged.decision().granted() ? "allowed" : "denied",
                    judged.decision().scopes().stream().map(Scope::toString).collect(Collectors.joining(", ")) + " ("
                            + judged.decision().rule() + ")");
            case JournalEntry.CallBegan began -> line("began", began.place() + " " + began.call().name());
            case JournalEntry.CallEnded ended -> line("result",
                    ended.place() + " " + Visible.line(ended.outcome().textForModel(), length));
            case JournalEntry.OutcomeSettled settled -> line("settled", settled.place() + " "
                    + settled.resolution().name().toLowerCase(Locale.ROOT) + ", says " + settled.who());
        }
    }

    private void began(JournalEntry.RunBegan began, int length) {
        line("run", began.runId() + ", " + time(began.at()) + ", agent " + began.agent());
        RunStep.of(List.of(began))
                .stream()
                .filter(step -> step.kind() == RunStep.Kind.TASK)
                .forEach(task -> line("task", task.text()));
        if (began.setting().conversation() != null) {
            line("in", "conversation " + began.setting().conversation() + ", after "
                    + began.setting().history().size() + " messages");
        }
        if (!began.setting().origin().isEmpty()) {
            line("origin", Visible.line(String.join(" ", began.setting().origin()), length));
        }
    }

    private void said(AiMessage message, int length) {
        if (message.thinking() != null && !message.thinking().isBlank()) {
            line("thinking", Visible.line(message.thinking(), length));
        }
        if (message.text() != null && !message.text().isBlank()) {
            line("text", Visible.line(message.text(), length));
        }
        for (ToolExecutionRequest call : message.toolExecutionRequests()) {
            line("call", call.name() + " " + Visible.line(String.valueOf(call.arguments()), length));
        }
    }

    private void used(TokenUsage more) {
        used = TokenUsage.sum(used, more);
    }

    private static String answer(JournalEntry.ApprovalAnswered answered) {
        return RunStep.of(List.of(answered)).getFirst().text();
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    private void line(String label, String text) {
        out.printf("%-10s%s%n", label, Visible.text(text).strip().replace("\n", "\n          "));
    }
}
