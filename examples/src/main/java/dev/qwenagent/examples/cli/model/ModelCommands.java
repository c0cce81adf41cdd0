package dev.qwenagent.examples.cli.model;

import dev.qwenagent.examples.cli.shell.Shell;
import java.util.List;
import java.util.concurrent.Callable;

/** The commands of this package. */
public final class ModelCommands {

    private ModelCommands() {}

    /** All of them, in the order in which help lists them. */
    public static List<Callable<Integer>> of(Shell shell) {
        return List.of(new InfoCommand(shell), new LogitsCommand(shell), new GenerateCommand(shell),
                new TokenizeCommand(shell), new BenchCommand(shell), new RenderCommand(shell), new ParseCommand(shell));
    }
}
