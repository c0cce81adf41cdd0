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
        checkName();
        Screen screen = new Screen(shell);
        EvalOutput output = json ? EvalOutput.json(shell, screen) : EvalOutput.table(shell, screen, detail.detail());
        try (var ctrlC = new CtrlC(shell.interruption(), output::interrupted)) {
            List<EvalCase> chosen = cases();
            AgentModel opened = open(screen);
            try (AgentModel.Resource _ = opened.resource(); var folder = TemporaryFolder.make()) {
                return run(chosen, new Evaluation(opened, folder.path(), watch(ctrlC)), output).number();
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

    private static ExitCode run(List<EvalCase> chosen, Evaluation evaluation, EvalOutput output) {
        List<Evaluation.Outcome> outcomes = new ArrayList<>();
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
        output.tallies(Tally.of(outcomes));
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

    private void checkName() {
        try {
            ModelName.parse(model);
        } catch (AgentException e) {
            throw new UsageException("--model: " + e.getMessage(), e);
        }
    }
}
