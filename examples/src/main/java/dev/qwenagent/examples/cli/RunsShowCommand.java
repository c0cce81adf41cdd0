package dev.qwenagent.examples.cli;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.examples.cli.console.RunJson;
import dev.qwenagent.examples.cli.console.RunPage;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.runtime.journal.RunArchive;
import dev.qwenagent.runtime.replay.RunStep;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one run. */
@Command(name = "show", mixinStandardHelpOptions = true, //
        description = {
            "Show what happened in a run: what was thought, asked for, judged by which rule, done, answered and used."})
final class RunsShowCommand implements Runnable {

    @Parameters(paramLabel = "ID", description = "The run's id, its beginning, or last")
    private String id = "";

    @Mixin
    private JournalOptions journal = new JournalOptions();

    @Option(names = {"-v", "--verbose"}, description = "Show results and messages whole")
    private boolean verbose;

    @Option(names = "--json", description = "Print one step a line on standard output, as an object")
    private boolean json;

    private final Shell shell;

    RunsShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (RunArchive archive = journal.open(shell)) {
            List<JournalEntry> entries = archive.read(RunId.find(archive, id));
            if (json) {
                RunStep.of(entries).forEach(step -> shell.out().println(RunJson.of(step)));
            } else {
                new RunPage(shell).print(entries, verbose ? RunPage.WHOLE : RunPage.SHORT);
            }
        }
    }
}
