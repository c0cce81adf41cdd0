package dev.qwenagent.examples.cli;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.examples.cli.console.AnswerPrinter;
import dev.qwenagent.examples.cli.console.ConsoleListener;
import dev.qwenagent.examples.cli.console.ConsoleListener.Detail;
import dev.qwenagent.examples.cli.console.JsonListener;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.shell.ExitCode;
import dev.qwenagent.examples.cli.shell.Shell;
import java.util.function.BooleanSupplier;

/**
 * Where a run is told: to a person, or as JSON to a program.
 *
 * @param shell where it goes
 * @param detail how much is told
 * @param screen standard error
 * @param listener tells the events
 * @param unheard whether whoever read standard output has gone
 * @param interruptedEarly what to do when Ctrl-C comes before the run
 */
record RunOutput(
        Shell shell, Detail detail, Screen screen, AgentListener listener, BooleanSupplier unheard,
        Runnable interruptedEarly) {

    static RunOutput console(Shell shell, Detail detail) {
        Screen screen = new Screen(shell);
        AnswerPrinter answers = new AnswerPrinter(shell);
        return new RunOutput(shell, detail, screen, new ConsoleListener(screen, answers, detail), answers::isUnheard,
                screen::close);
    }

    static RunOutput json(Shell shell, Detail detail) {
        JsonListener listener = new JsonListener(shell.out());
        return new RunOutput(shell, detail, new Screen(shell), listener, listener::isUnheard,
                () -> listener.error("interrupted before the run began", ExitCode.INTERRUPTED.number()));
    }

    boolean isUnheard() {
        return unheard.getAsBoolean();
    }

    /** The run failed, which its last event has told already; a person wants the reason in words. */
    void failed(AgentException e) {
        screen.close();
        shell.err().println("qwen-agent: " + String.join(" ", e.getMessage().lines().map(String::strip).toList()));
        if (detail == Detail.VERBOSE) {
            e.printStackTrace(shell.err());
        }
    }
}
