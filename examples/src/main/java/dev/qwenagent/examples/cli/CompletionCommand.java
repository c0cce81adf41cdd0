package dev.qwenagent.examples.cli;

import dev.qwenagent.examples.cli.shell.Shell;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and flags. */
@Command(name = "completion", mixinStandardHelpOptions = true, //
        description = "Print the completion of bash and zsh: source <(qwen-agent completion)")
final class CompletionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private final Shell shell;

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        shell.out().print(AutoComplete.bash("qwen-agent", spec.root().commandLine()));
    }
}
