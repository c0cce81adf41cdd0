package dev.qwenagent.examples.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.qwenagent.examples.cli.console.ConsoleListener.Detail;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.eval.EvalCase;
import dev.qwenagent.examples.eval.Evaluation;
import dev.qwenagent.examples.eval.Tally;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Where an evaluation is told. */
public abstract sealed class EvalOutput {

    private static final int BAR = 30;

    final Shell shell;
    final Screen screen;

    private EvalOutput(Shell shell, Screen screen) {
        this.shell = shell;
        this.screen = screen;
    }

    /** As a table, for people; with every detail the cases that came out wrong are shown on standard error. */
    public static EvalOutput table(Shell shell, Screen screen, Detail detail) {
        return new Table(shell, screen, detail);
    }

    /**
     * As JSON, one object a line: {@code case} (line, kind, request, expected, found, right, as_recorded, end), then
     * {@code kind} (kind, cases, right, rate, as_recorded), the last of them with the kind {@code all}; or {@code error}.
     */
    public static EvalOutput json(Shell shell, Screen screen) {
        return new Json(shell, screen);
    }

    /** So many cases are done: a passing line, on a terminal. */
    public void progress(int done, int of) {
        int filled = done * BAR / of;
        screen.passing("cases", "[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] " + done + " of " + of);
    }

    /** A case was run. */
    public abstract void outcome(Evaluation.Outcome outcome);

    /** All cases were run. */
    public abstract void tallies(List<Tally> tallies);

    /** All cases were run twice: with calls held to their schemas, and without. The tallies are of the same kinds. */
    public abstract void sideBySide(List<Tally> held, List<Tally> free);

    /** The person wants no more. */
    public abstract void interrupted();

    private static final class Table extends EvalOutput {

        private final Detail detail;

        Table(Shell shell, Screen screen, Detail detail) {
            super(shell, screen);
            this.detail = detail;
        }

        @Override
        public void outcome(Evaluation.Outcome outcome) {
            if (detail == Detail.VERBOSE && !outcome.isRight()) {
                EvalCase source = outcome.source();
                screen.line("wrong", "line " + source.line() + ", " + source.kind() + ": " + source.request());
                screen.line("expected", source.expected().toString());
                screen.line("found", outcome.first().toString());
            }
        }

        @Override
        public void tallies(List<Tally> tallies) {
            screen.close();
            shell.out()
                    .printf(Locale.ROOT, "%-16s %6s %6s %8s  %s%n", "kind", "cases", "right", "rate",
                            "as llama.cpp");
            for (Tally tally : tallies) {
                shell.out()
                        .printf(Locale.ROOT, "%-16s %6d %6d %6.1f %%  %12d%n", tally.kind(), tally.cases(),
                                tally.right(), 100 * tally.rate(), tally.asRecorded());
            }
        }

        @Override
        public void sideBySide(List<Tally> held, List<Tally> free) {
            screen.close();
            shell.out()
                    .printf(Locale.ROOT, "%-16s %6s  %16s  %16s%n", "kind", "cases", "held to schemas", "without");
            for (int i = 0; i < held.size(); i++) {
                shell.out()
                        .printf(Locale.ROOT, "%-16s %6d  %6d %7.1f %%  %6d %7.1f %%%n", held.get(i).kind(),
                                held.get(i).cases(), held.get(i).right(), 100 * held.get(i).rate(), free.get(i).right(),
                                100 * free.get(i).rate());
            }
        }

        @Override
        public void interrupted() {
            screen.line("stopped", "interrupted before all cases were run");
        }
    }

    private static final class Json extends EvalOutput {

        private static final ObjectMapper MAPPER = new ObjectMapper();

        Json(Shell shell, Screen screen) {
            super(shell, screen);
        }

        @Override
        public void outcome(Evaluation.Outcome outcome) {
            EvalCase source = outcome.source();
            ObjectNode node = MAPPER.createObjectNode()
                    .put("type", "case")
                    .put("line", source.line())
                    .put("kind", source.kind())
                    .put("request", source.request());
            node.set("expected", json(source.expected()));
            node.set("found", found(outcome));
            write(node.put("right", outcome.isRight())
                    .put("as_recorded", outcome.isAsRecorded())
                    .put("end", outcome.end().name().toLowerCase(Locale.ROOT)));
        }

        private static JsonNode found(Evaluation.Outcome outcome) {
            if (outcome.first().calls().isEmpty()) {
                return TextNode.valueOf(outcome.first().text());
            }
            var calls = MAPPER.createArrayNode();
            outcome.first().calls().forEach(call -> calls.add(json(call)));
            return calls.size() == 1 ? calls.get(0) : calls;
        }

        private static JsonNode json(EvalCase.Expected expected) {
            return switch (expected) {
                case EvalCase.Expected.Call(String name, JsonNode arguments) ->
                    MAPPER.createObjectNode().put("name", name).set("arguments", arguments);
                case EvalCase.Expected.Answer(String text) -> TextNode.valueOf(text);
            };
        }

        @Override
        public void tallies(List<Tally> tallies) {
            screen.close();
            for (Tally tally : tallies) {
                write(MAPPER.createObjectNode()
                        .put("type", "kind")
                        .put("kind", tally.kind())
                        .put("cases", tally.cases())
                        .put("right", tally.right())
                        .put("rate", tally.rate())
                        .put("as_recorded", tally.asRecorded()));
            }
        }

        @Override
        public void sideBySide(List<Tally> held, List<Tally> free) {
            screen.close();
            for (int i = 0; i < held.size(); i++) {
                write(MAPPER.createObjectNode()
                        .put("type", "kind")
                        .put("kind", held.get(i).kind())
                        .put("cases", held.get(i).cases())
                        .put("right", held.get(i).right())
                        .put("rate", held.get(i).rate())
                        .put("right_unconstrained", free.get(i).right())
                        .put("rate_unconstrained", free.get(i).rate()));
            }
        }

        @Override
        public void interrupted() {
            screen.close();
            write(MAPPER.createObjectNode()
                    .put("type", "error")
                    .put("message", "interrupted before all cases were run")
                    .put("exit_code", ExitCode.INTERRUPTED.number()));
        }

        private void write(ObjectNode node) {
            shell.out().writeBytes((node + "\n").getBytes(StandardCharsets.UTF_8));
            shell.out().flush();
        }
    }
}
