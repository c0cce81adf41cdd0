package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.console.RunJson;
import dev.qwenagent.examples.cli.console.RunPage;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.runtime.journal.RunArchive;
import dev.qwenagent.runtime.replay.RunDiff;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two runs. */
@Command(name = "diff", mixinStandardHelpOptions = true, //
        description = "Compare two runs turn by turn: - only the first, + only the second, ~ both and different.")
final class RunsDiffCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "A", description = "A run's id, its beginning, or last")
    private String left = "";

    @Parameters(index = "1", paramLabel = "B", description = "Another's")
    private String right = "";

    @Mixin
    private JournalOptions journal = new JournalOptions();

    @Option(names = "--all", description = "Show what is the same as well")
    private boolean all;

    @Option(names = "--json", description = "Print one row a line on standard output, as an object")
    private boolean json;

    private final Shell shell;

    RunsDiffCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (RunArchive archive = journal.open(shell)) {
            RunDiff diff = RunDiff.of(archive.read(RunId.find(archive, left)),
                    archive.read(RunId.find(archive, right)));
            var page = new RunPage(shell);
            for (RunDiff.Row row : diff.rows()) {
                if (all || row.change() != RunDiff.Change.SAME) {
                    if (json) {
                        shell.out().println(RunJson.of(row));
                    } else {
                        page.print(row);
                    }
                }
            }
            if (!json && diff.isSame()) {
                shell.err().println("qwen-agent: the two runs did the same");
            }
        }
    }
}
