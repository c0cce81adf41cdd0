package dev.qwenagent.examples.cli;

import dev.qwenagent.api.journal.RunSummary;
import dev.qwenagent.examples.cli.console.RunJson;
import dev.qwenagent.examples.cli.console.RunPage;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.journal.RunArchive;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists runs. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List the runs, the newest first.")
final class RunsListCommand implements Runnable {

    @Mixin
    private JournalOptions journal = new JournalOptions();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many; ${DEFAULT-VALUE} if not said")
    private int limit = 50;

    @Option(names = "--state", paramLabel = "STATE", description = "Only these: running, left, suspended, ended, damaged or locked")
    private RunSummary.@Nullable State state;

    @Option(names = "--json", description = "Print one object a line on standard output")
    private boolean json;

    private final Shell shell;

    RunsListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        if (limit < 1) {
            throw new UsageException("--limit: expected a whole number, at least 1; found " + limit);
        }
        try (RunArchive archive = journal.open(shell)) {
            List<RunSummary> runs = archive.runs()
                    .stream()
                    .filter(run -> state == null || run.state() == state)
                    .limit(limit)
                    .toList();
            var page = new RunPage(shell);
            runs.forEach(run -> {
                if (json) {
                    shell.out().println(RunJson.of(run));
                } else {
                    page.print(run);
                }
            });
            if (runs.isEmpty() && !json) {
                shell.err()
                        .println("qwen-agent: no runs"
                                + (state == null ? "; 'qwen-agent run' makes one" : " in this state"));
            }
        }
    }
}
