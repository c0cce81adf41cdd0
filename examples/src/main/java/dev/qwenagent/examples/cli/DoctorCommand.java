package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.console.Style;
import dev.qwenagent.examples.cli.console.Waiting;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at what is there and what is missing. */
@Command(name = "doctor", mixinStandardHelpOptions = true, //
        description = "Look at what is there, what is missing, and what to do.")
final class DoctorCommand implements Callable<Integer> {

    @Option(names = "--online", description = "Also ask the servers that are set up whether they answer")
    private boolean online;

    @Option(names = "--model", paramLabel = "MODEL", defaultValue = "demo", //
            description = "The model whose server is looked at; that of the settings if not said")
    private String model = "demo";

    private final Shell shell;

    DoctorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Screen screen = new Screen(shell);
        Style style = shell.terminal().isOutput() ? screen.style() : Style.PLAIN;
        boolean ill = false;
        var reach = online ? ServerCheckups.Reach.ONLINE : ServerCheckups.Reach.OFFLINE;
        var servers = new ServerCheckups(shell.environment(), model, reach);
        for (Checkup checkup : new Checkups(shell, servers).all()) {
            List<Finding> findings;
            try (var _ = Waiting.on(screen, "checking", checkup.subject())) {
                findings = checkup.look();
            }
            for (Finding finding : findings) {
                shell.out().println(finding.line(style));
                ill |= finding.state() == Finding.State.MISSING;
            }
        }
        return (ill ? ExitCode.FAILED : ExitCode.DONE).number();
    }
}
