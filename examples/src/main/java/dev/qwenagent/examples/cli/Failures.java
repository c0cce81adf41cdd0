package dev.qwenagent.examples.cli;

import dev.langchain4j.exception.LangChain4jException;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.examples.cli.console.JsonListener;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.LocalModelException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells of a failure in one line, in JSON as well where that was asked for; the stack trace only with {@code --verbose}. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final Shell shell;

    Failures(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        StringBuilder message = new StringBuilder(String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""));
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getSuggestions().isEmpty()) {
            message.append("; did you mean ").append(String.join(" or ", unmatched.getSuggestions())).append('?');
        }
        message.append("; see '").append(e.getCommandLine().getCommandSpec().qualifiedName()).append(" --help'");
        tell(message.toString(), ExitCode.USAGE, List.of(arguments).contains("--json"));
        return ExitCode.USAGE.number();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        ExitCode exit = e instanceof UsageException ? ExitCode.USAGE : ExitCode.FAILED;
        boolean known = e instanceof UsageException || e instanceof AgentException
                || e instanceof LangChain4jException || e instanceof LocalModelException;
        String message = e.getMessage() == null || !known ? "unexpected failure: " + e : e.getMessage();
        boolean verbose = isOn(command, "--verbose");
        tell(known || verbose ? message : message + "; --verbose shows where", exit, isOn(command, "--json"));
        if (verbose) {
            e.printStackTrace(shell.err());
        }
        return exit.number();
    }

    private void tell(String message, ExitCode exit, boolean json) {
        String line = String.join(" ", message.lines().map(String::strip).toList());
        shell.err().println("qwen-agent: " + line);
        if (json) {
            new JsonListener(shell.out()).error(line, exit.number());
        }
    }

    private static boolean isOn(CommandLine command, String flag) {
        OptionSpec option = command.getCommandSpec().findOption(flag);
        return option != null && Boolean.TRUE.equals(option.getValue());
    }
}
