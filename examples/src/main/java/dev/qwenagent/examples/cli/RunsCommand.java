package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.shell.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What was written down of runs. */
@Command(name = "runs", mixinStandardHelpOptions = true, //
        description = "Look at what was written down of runs: read, check, repeat, fork, compare, approve, delete.")
final class RunsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    RunsCommand() {}

    /** The command with its own commands. */
    static CommandLine of(Shell shell, AgentCatalog catalog) {
        return new CommandLine(new RunsCommand())
                .addSubcommand(new RunsListCommand(shell))
                .addSubcommand(new RunsShowCommand(shell))
                .addSubcommand(new RunsReplayCommand(shell, catalog))
                .addSubcommand(new RunsForkCommand(shell, catalog))
                .addSubcommand(new RunsDiffCommand(shell))
                .addSubcommand(new RunsVerifyCommand(shell))
                .addSubcommand(new RunsApproveCommand(shell))
                .addSubcommand(new RunsDeleteCommand(shell));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
}
