package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.shell.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at an agent's tools and rules without running it. */
@Command(name = "tools", mixinStandardHelpOptions = true, description = "Look at an agent's tools and rules.")
final class ToolsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    ToolsCommand() {}

    /** The command with its own commands. */
    static CommandLine of(Shell shell, AgentCatalog catalog, ConfigDefaults defaults) {
        return new CommandLine(new ToolsCommand())
                .addSubcommand(new ToolsListCommand(shell, catalog, defaults))
                .addSubcommand(new ToolsShowCommand(shell, catalog, defaults))
                .addSubcommand(new ToolsCheckCommand(shell, catalog, defaults));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
}
