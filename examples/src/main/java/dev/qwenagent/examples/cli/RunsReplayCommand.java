package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.console.RunJson;
import dev.qwenagent.examples.cli.console.Visible;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.runtime.journal.RunArchive;
import dev.qwenagent.runtime.replay.Replay;
import dev.qwenagent.runtime.replay.ReplayReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repeats a run from its journal. */
@Command(name = "replay", mixinStandardHelpOptions = true, //
        description = {
            "Repeat a run from its journal, offline: the loop, the rules and the tools' checks of now run; the model and the",
            "tools say what was recorded. Nothing is done. Differences are told, and end with exit code 1."})
final class RunsReplayCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The run's id, its beginning, or last")
    private String id = "";

    @Mixin
    private JournalOptions journal = new JournalOptions();

    @Option(names = "--json", description = "Print one difference a line on standard output, as an object")
    private boolean json;

    private final Shell shell;
    private final AgentCatalog catalog;

    RunsReplayCommand(Shell shell, AgentCatalog catalog) {
        this.shell = shell;
        this.catalog = catalog;
    }

    @Override
    public Integer call() {
        try (RunArchive archive = journal.open(shell)) {
            String run = RunId.find(archive, id);
            RunCommand command = new SameAgain(shell, catalog).command(archive, run);
            ReplayReport report = Replay.of(command.unopened(), archive, run).run();
            report.differences()
                    .forEach(difference -> shell.out()
                            .println(json ? RunJson.of(difference) : Visible.text(difference.toString())));
            if (!json) {
                shell.err().println("qwen-agent: " + run + ": " + verdict(report));
            }
            return (report.isSame() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private static String verdict(ReplayReport report) {
        String reach = switch (report.reach()) {
            case WHOLE -> "";
            case AS_FAR_AS_RECORDED -> ", as far as it came";
        };
        int differences = report.differences().size();
        return report.isSame() ? "the replay did the same" + reach
                : "the replay differs in " + differences + (differences == 1 ? " place" : " places") + reach;
    }
}
