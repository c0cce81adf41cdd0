package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.journal.RunArchive;
import dev.qwenagent.runtime.journal.RunIds;
import dev.qwenagent.runtime.replay.Fork;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with the beginning of a run in another way. */
@Command(name = "fork", mixinStandardHelpOptions = true, //
        description = {
            "Take a run up to a turn, under a new id, and go on from there in another way. What its calls had done is not done",
            "again, and what a person had approved is asked again."})
final class RunsForkCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The run's id, its beginning, or last")
    private String id = "";

    @Option(names = "--at", paramLabel = "N", defaultValue = "1", description = "The first turn that is taken anew; ${DEFAULT-VALUE} if not said")
    private int turn = 1;

    @Option(names = "--system", paramLabel = "TEXT", description = "What the model is told at the front instead")
    private @Nullable String system;

    @Option(names = "--task", paramLabel = "TEXT", description = "What the user says instead")
    private @Nullable String task;

    @Option(names = "--model", paramLabel = "MODEL", description = "The model that goes on")
    private @Nullable String model;

    @Option(names = "--policy", paramLabel = "FILE", description = "The rules that hold from there on")
    private @Nullable String policy;

    @Option(names = "--deny", paramLabel = "SCOPE", description = "What must not be done from there on")
    private List<String> deny = new ArrayList<>();

    @Option(names = "--json", description = "Print one event a line on standard output")
    private boolean json;

    @Mixin
    private JournalOptions journal = new JournalOptions();

    private final Shell shell;
    private final AgentCatalog catalog;

    RunsForkCommand(Shell shell, AgentCatalog catalog) {
        this.shell = shell;
        this.catalog = catalog;
    }

    @Override
    public Integer call() {
        String fork = written();
        shell.err().println("qwen-agent: forked as " + fork);
        List<String> words = new ArrayList<>(List.of("run", "--resume", fork));
        words.addAll(journal.words());
        if (json) {
            words.add("--json");
        }
        return CommandLines.of(shell, catalog).execute(words.toArray(String[]::new));
    }

    private String written() {
        try (RunArchive archive = journal.open(shell)) {
            String run = RunId.find(archive, id);
            Origin again = new SameAgain(shell, catalog).origin(archive, run).and(changes());
            Fork fork = Fork.of(archive, run).at(turn).origin(again.kept());
            if (system != null) {
                fork = fork.system(system);
            }
            if (task != null) {
                fork = fork.task(task);
            }
            return fork.into(RunIds.of(shell.clock().instant(), new SecureRandom()));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--at: " + e.getMessage(), e);
        }
    }

    private List<String> changes() {
        List<String> words = new ArrayList<>();
        if (system != null) {
            words.add("--system=" + system);
        }
        if (model != null) {
            words.add("--model=" + model);
        }
        if (policy != null) {
            words.add("--policy=" + shell.folders().working().resolve(policy));
        }
        deny.forEach(scope -> words.add("--deny=" + scope));
        return words;
    }
}
