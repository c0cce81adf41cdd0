package dev.qwenagent.examples.cli;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.Cancellation;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.Resumption;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.examples.cli.console.ConsoleApprover;
import dev.qwenagent.examples.cli.console.ConsoleListener.Detail;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.journal.RunArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
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

    @Option(names = "--resume", paramLabel = "ID", //
            description = {
                "Go on with a run that was left, put down, interrupted or failed, or with the last of these; its agent is",
                "put together again as it was, and flags given now win"})
    private @Nullable String resume;

    @Option(names = "--on-unknown", paramLabel = "ask|repeat|leave|halt", defaultValue = "ASK", //
            description = {
                "When a run goes on: what is done about a call that was under way when it was interrupted, and that cannot",
                "be repeated without a word; a person is asked if not said"})
    private UnknownCalls onUnknown = UnknownCalls.ASK;

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
        if (resume == null && task.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'TASK...'");
        }
        if (resume != null && !(task.isEmpty() && files.isEmpty())) {
            throw new UsageException("--resume goes on with the run's own task; expected no other one");
        }
        options.output().setUp();
        try (RunJournal journal = resume == null ? options.openJournal(shell) : options.journal().open(shell)) {
            return resume == null ? begin(journal) : goOn((RunArchive) journal, resume);
        }
    }

    private int begin(RunJournal journal) {
        return work(this, journal, chosen -> {
            var labels = options.data().labels(defaults.config(), chosen);
            AgentTask asked = AgentTask.of(TaskMessage.of(shell, task, files))
                    .carrying(options.data().of(shell, files, labels));
            AgentTask whole = conversation == null ? asked : asked.inConversation(conversation);
            return (agent, ending) -> agent.run(whole.endingWith(ending));
        });
    }

    private int goOn(RunArchive archive, String said) {
        String run = RunId.findResumable(archive, said);
        RunCommand same = new SameAgain(shell, catalog).command(archive, run, this);
        // What was blacked out when the run began is so in what it writes from now on.
        try (RunArchive redacting = options.journal().open(shell, same.options.redaction())) {
            return work(same, redacting, _ -> (agent, ending) -> agent
                    .resume(Resumption.of(run).endingWith(ending)));
        }
    }

    /** What is asked of an agent once it is there. */
    @FunctionalInterface
    private interface Work {
        AgentResult of(Agent agent, Cancellation ending);
    }

    /**
     * Lets an agent work, and tells of it as this command says.
     *
     * @param maker the command that says how the agent is put together: this one, or the one that the run was begun with
     */
    private int work(RunCommand maker, RunJournal journal, Function<AgentChoice.Chosen, Work> preparing) {
        Timing measured = Timing.ofProcess();
        measured.mark("JVM and command line");
        var detail = options.output().detail();
        RunOutput output = json ? RunOutput.json(shell, detail) : RunOutput.console(shell, detail);
        Screen screen = output.screen();
        try (var ctrlC = new CtrlC(shell.interruption(), output.interruptedEarly());
                var unheard = new CancellationSource()) {
            var chosen = maker.chosen(options.journal().files(shell.folders()));
            Work work = preparing.apply(chosen);
            var ending = new RunEnding(screen, options.journal());
            try (Agent agent = maker.options.build(shell, maker.defaults.config(), chosen.builder(), screen)
                    .journal(journal)
                    .origin(maker.origin())
                    .approver(chosen.keeping(approver(screen, chosen, journal), shell))
                    .outcomes(onUnknown.resolver(shell, screen))
                    .listener(ctrlC::onEvent)
                    .listener(measured)
                    .listener(ending)
                    .listener(output.listener())
                    .listener(event -> {
                        if (output.isUnheard()) {
                            unheard.cancel();
                        }
                    })
                    .build()) {
                measured.mark("opening the model");
                ctrlC.ends(agent);
                ExitCode exit = exit(() -> work.of(agent, unheard), output);
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

    private Approver approver(Screen screen, AgentChoice.Chosen chosen, RunJournal journal) {
        var person = new ConsoleApprover(screen, shell.terminal()::keyboard, chosen.most());
        return journal == RunJournal.NONE ? person : person.offeringLater();
    }

    private static ExitCode exit(Supplier<AgentResult> work, RunOutput output) {
        try {
            StopReason reason = work.get().stopReason();
            return output.isUnheard() ? ExitCode.FAILED : ExitCode.of(reason);
        } catch (AgentException e) {
            output.failed(e);
            return ExitCode.FAILED;
        }
    }

    /** How the agent of this command line was put together. */
    private List<String> origin() {
        return Origin.of(spec, shell.folders().working()).kept();
    }

    /** The words of this command line that are about the agent. */
    List<String> wordsNow() {
        return Origin.said(spec, shell.folders().working());
    }

    /**
     * The agent of this command line, with its rules and what is known of the data.
     *
     * @param journal the files and folders of the journal, which it may not touch
     */
    private AgentChoice.Chosen chosen(List<Path> journal) {
        var chosen = choice.choose(shell, catalog, defaults.config()).without(shell.folders(), journal);
        options.data().give(chosen, defaults.config());
        PermissionPolicy policy = dryRun ? new DryRun(chosen.rules()) : chosen.rules();
        chosen.builder().policy(policy);
        return chosen;
    }

    /** The agent of this command line with models that cannot be asked. */
    AgentBuilder unopened() {
        return options.buildUnopened(shell, defaults.config(),
                chosen(options.journal().files(shell.folders())).builder());
    }
}
