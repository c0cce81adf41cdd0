package dev.qwenagent.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the {@code qwen-agent} command line: it parses, and its subcommands work. */
@Command(name = "qwen-agent", mixinStandardHelpOptions = true, version = "qwen-agent 0.1.0", //
        description = "Agents that think, ask, act and answer, with the model in this process.")
public final class QwenAgent implements Runnable {

    @Spec
    private CommandSpec spec;

    QwenAgent() {}

    /**
     * Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 bad usage, 3 a limit was reached,
     * 130 interrupted.
     *
     * @param arguments
     *            the command line, untouched by the launcher
     */
    public static void main(String[] arguments) {
        StandardError.restore();
        System.exit(new CommandLine(new QwenAgent()).execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No command given.");
    }
}
