package dev.qwenagent.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line: it parses, and its subcommands work. */
@Command(name = "qwen-agent", mixinStandardHelpOptions = true, version = "qwen-agent 0.1.0", //
        description = "Agents that think, ask, act and answer, with the model in this process.")
final class RootCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
}
