package dev.qwenagent.examples.cli;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.examples.cli.console.EvalOutput;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.console.Waiting;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.examples.eval.EvalCase;
import dev.qwenagent.examples.eval.EvalCases;
import dev.qwenagent.examples.eval.Evaluation;
import dev.qwenagent.examples.eval.Tally;
import dev.qwenagent.examples.eval.TemporaryFolder;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.ModelName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How often a model does the right thing first. */
@Command(name = "eval", mixinStandardHelpOptions = true, //
        description = "Run cases through the agent loop, and count how often the model's first step is the right one.", //
        footer = {"", "A call is right if its tool and all arguments are those expected, an answer if its text is.",
            "Exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted."})
final class EvalCommand implements Callable<Integer> {

    @Option(names = "--cases", paramLabel = "FILE", //
            description = "Cases, one JSON object a line; the demo model's held-out ones if not said")
    private @Nullable Path cases;

    @Option(names = "--model", paramLabel = "MODEL", defaultValue = "demo", //
            description = "demo, the path of a .gguf file, qwen:NAME, openai:URL#NAME, or openai+json:, openai+xml: or"
                    + " openai+react:URL#NAME for a server without tool calls; ${DEFAULT-VALUE} if not said")
    private String model = "demo";

    @Option(names = "--no-constrain", //
            description = "Let a model in this process write calls as it will, not held to the schemas of its tools")
    private boolean unconstrained;

    @Option(names = "--side-by-side", //
            description = "Run the cases with calls held to their schemas and without, and print both rates; demo or a file")
    private boolean sideBySide;

    @Option(names = "--calls", paramLabel = "FILE", //
            description = "In place of cases: ask for a call of each function in a file of the Berkeley Function Calling"
                    + " Leaderboard (JSON lines, .gz too), held to its schema and without, and count the valid ones")
    private @Nullable Path calls;

    @Option(names = "--every", paramLabel = "N", defaultValue = "1", description = "With --calls: only each Nth function")
    private int every = 1;

    @Option(names = "--json", description = "Print one case a line on standard output, then one kind a line")
    private boolean json;

    @Mixin
    private OutputOptions detail = new OutputOptions();

    private final Shell shell;

    EvalCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        check();
        Screen screen = new Screen(shell);
        if (calls != null) {
            return new CallRateRun(shell, screen, json).run(shell.folders().working().resolve(calls), every,
                    open(screen));
        }
        EvalOutput output = json ? EvalOutput.json(shell, screen) : EvalOutput.table(shell, screen, detail.detail());
        try (var ctrlC = new CtrlC(shell.interruption(), output::interrupted)) {
            List<EvalCase> chosen = cases();
            AgentModel opened = open(screen);
            try (AgentModel.Resource _ = opened.resource(); var folder = TemporaryFolder.make()) {
                var evaluation = new Evaluation(unconstrained ? opened.unconstrained() : opened, folder.path(),
                        watch(ctrlC));
                return sideBySide
                        ? both(chosen, evaluation, new Evaluation(opened.unconstrained(), folder.path(), watch(ctrlC)),
                                output).number()
                        : run(chosen, evaluation, output).number();
            }
        }
    }

    private List<EvalCase> cases() {
        return cases == null ? EvalCases.bundled() : EvalCases.of(shell.folders().working().resolve(cases));
    }

    private AgentModel open(Screen screen) {
        try (var _ = Waiting.on(screen, "loading", "the model " + model)) {
            return shell.models().apply(model);
        }
    }

    private static ExitCode both(List<EvalCase> chosen, Evaluation held, Evaluation free, EvalOutput output) {
        List<Evaluation.Outcome> asHeld = new ArrayList<>();
        List<Evaluation.Outcome> asFree = new ArrayList<>();
        ExitCode code = outcomes(chosen, held, output, asHeld);
        if (code == ExitCode.DONE) {
            code = outcomes(chosen, free, output, asFree);
        }
        if (code == ExitCode.DONE) {
            output.sideBySide(Tally.of(asHeld), Tally.of(asFree));
        }
        return code;
    }

    private static ExitCode run(List<EvalCase> chosen, Evaluation evaluation, EvalOutput output) {
        List<Evaluation.Outcome> outcomes = new ArrayList<>();
        ExitCode code = outcomes(chosen, evaluation, output, outcomes);
        if (code == ExitCode.DONE) {
            output.tallies(Tally.of(outcomes));
        }
        return code;
    }

    private static ExitCode outcomes(List<EvalCase> chosen, Evaluation evaluation, EvalOutput output,
            List<Evaluation.Outcome> outcomes) {
        for (EvalCase next : chosen) {
            output.progress(outcomes.size(), chosen.size());
            Evaluation.Outcome outcome = evaluation.run(next);
            if (outcome.end() == StopReason.CANCELLED) {
                output.interrupted();
                return ExitCode.INTERRUPTED;
            }
            outcomes.add(outcome);
            output.outcome(outcome);
        }
        return ExitCode.DONE;
    }

    private static Evaluation.Watch watch(CtrlC ctrlC) {
        return new Evaluation.Watch() {
            @Override
            public void begins(Agent agent) {
                ctrlC.ends(agent);
            }

            @Override
            public void onEvent(AgentEvent event) {
                ctrlC.onEvent(event);
            }
        };
    }

    private void check() {
        if (sideBySide && unconstrained) {
            throw new UsageException("--side-by-side runs without constraint, too; leave out --no-constrain");
        }
        if (every < 1) {
            throw new UsageException("--every: expected 1 or more, found " + every);
        }
        try {
            ModelName.parse(model);
        } catch (AgentException e) {
            throw new UsageException("--model: " + e.getMessage(), e);
        }
    }
}
