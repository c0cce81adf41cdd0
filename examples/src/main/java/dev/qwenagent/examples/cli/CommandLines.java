package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.model.ModelCommands;
import dev.qwenagent.examples.cli.shell.Shell;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Where the command line comes from. */
public final class CommandLines {

    private CommandLines() {}

    /**
     * The whole command line: its {@code execute} does a command and returns the exit code.
     *
     * @param shell what surrounds it
     * @param catalog the agents that it offers
     */
    public static CommandLine of(Shell shell, AgentCatalog catalog) {
        var defaults = new ConfigDefaults(shell.folders());
        var failures = new Failures(shell);
        return new CommandLine(new RootCommand())
                .addSubcommand(new RunCommand(shell, catalog, defaults))
                .addSubcommand(new ChatCommand(shell, catalog, defaults))
                .addSubcommand(new AgentsCommand(shell, catalog))
                .addSubcommand(model(shell))
                .addSubcommand(ToolsCommand.of(shell, catalog, defaults))
                .addSubcommand(RunsCommand.of(shell, catalog))
                .addSubcommand(new DoctorCommand(shell))
                .addSubcommand(new CompletionCommand(shell))
                .setDefaultValueProvider(defaults)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setOut(new PrintWriter(shell.out(), true))
                .setErr(new PrintWriter(shell.err(), true));
    }

    private static CommandLine model(Shell shell) {
        CommandLine model = new CommandLine(new ModelCommand());
        ModelCommands.of(shell).forEach(model::addSubcommand);
        return model.addSubcommand(new EvalCommand(shell));
    }
}
