package dev.qwenagent.examples.cli;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.examples.cli.console.ConsoleApprover;
import dev.qwenagent.examples.cli.console.ConsoleListener.Detail;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.runtime.AgentBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One run of an agent. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Let an agent work on a task.", //
        footer = {"", "Exit code: 0 done, 1 failed, 2 wrong usage, 3 a limit was reached, 130 interrupted."})
final class RunCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TASK", arity = "0..*", description = "What to do; - reads it from standard input")
    private List<String> task = new ArrayList<>();

    @Option(names = "--file", paramLabel = "FILE", description = "A file that goes with the task: text, an image, audio or a video")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private AgentChoice choice = new AgentChoice();

    @Mixin
    private AgentOptions options = new AgentOptions();

    @Option(names = "--dry-run", description = "Judge and show calls, make none")
    private boolean dryRun;

    @Option(names = "--conversation", paramLabel = "ID", description = "Go on with this conversation, and keep it")
    private @Nullable String conversation;

    @Option(names = "--json", description = "Print one event a line on standard output")
    private boolean json;

    @Option(names = "--timing", negatable = true, fallbackValue = "true", description = "Tell how long it took from process start, and where the time went")
    private boolean timing;

    @Option(names = "--forked-from", hidden = true, description = "What the run is a fork of; the journal keeps it")
    private @Nullable String forkedFrom;

    @Spec
    private CommandSpec spec;

    private final Shell shell;
    private final AgentCatalog catalog;
    private final ConfigDefaults defaults;

    RunCommand(Shell shell, AgentCatalog catalog, ConfigDefaults defaults) {
        this.shell = shell;
        this.catalog = catalog;
        this.defaults = defaults;
    }

    @Override
    public Integer call() {
        if (task.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'TASK...'");
        }
        Timing measured = Timing.ofProcess();
        measured.mark("JVM and command line");
        options.output().setUp();
        var detail = options.output().detail();
        RunOutput output = json ? RunOutput.json(shell, detail) : RunOutput.console(shell, detail);
        Screen screen = output.screen();
        try (var ctrlC = new CtrlC(shell.interruption(), output.interruptedEarly())) {
            var chosen = chosen();
            var labels = options.data().labels(defaults.config(), chosen);
            AgentTask asked = AgentTask.of(TaskMessage.of(shell, task, files))
                    .carrying(options.data().of(shell, files, labels))
                    .listener(output.listener());
            AgentListener ear = event -> {
                ctrlC.onEvent(event);
                measured.onEvent(event);
            };
            var ending = new RunEnding(screen, options.journal());
            try (RunJournal journal = options.openJournal(shell);
                    Agent agent = options.build(shell, chosen.builder(), screen)
                            .journal(journal)
                            .origin(Origin.of(spec, shell.folders().working()).kept())
                            .approver(chosen.keeping(
                                    new ConsoleApprover(screen, shell.terminal()::keyboard, chosen.most()), shell))
                            .listener(ear)
                            .listener(ending)
                            .build()) {
                measured.mark("opening the model");
                ctrlC.ends(agent);
                ExitCode exit = run(agent, asked, output);
                measured.mark("until the end");
                if (timing) {
                    screen.line("timing", measured.toString());
                }
                if (!json && detail != Detail.QUIET && journal != RunJournal.NONE) {
                    ending.tellHowToGoOn();
                }
                return exit.number();
            }
        }
    }

    /** The agent of this command line, with its rules and what is known of the data. */
    private AgentChoice.Chosen chosen() {
        var chosen = choice.choose(shell, catalog, defaults.config())
                .without(shell.folders(), options.journal().files(shell.folders()));
        options.data().give(chosen, defaults.config());
        PermissionPolicy policy = dryRun ? new DryRun(chosen.rules()) : chosen.rules();
        chosen.builder().policy(policy);
        return chosen;
    }

    /** The agent of this command line with models that cannot be asked. */
    AgentBuilder unopened() {
        return options.buildUnopened(shell, chosen().builder());
    }

    private ExitCode run(Agent agent, AgentTask asked, RunOutput output) {
        AgentTask whole = conversation == null ? asked : asked.inConversation(conversation);
        AgentTask heard = whole.listener(event -> {
            if (output.isUnheard()) {
                agent.cancel();
            }
        });
        try {
            StopReason reason = agent.run(heard).stopReason();
            return output.isUnheard() ? ExitCode.FAILED : ExitCode.of(reason);
        } catch (AgentException e) {
            output.failed(e);
            return ExitCode.FAILED;
        }
    }
}
