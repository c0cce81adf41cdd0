package dev.qwenagent.examples.cli;

import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.examples.cli.console.ConsoleOutcomes;
import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.shell.Shell;

/** What is done about a call that was under way when the run was interrupted, and whose tool does not say that it can be repeated. */
enum UnknownCalls {
    /** A person is asked. */
    ASK,
    /** It is made again. */
    REPEAT,
    /** It is not, and the model is told that its outcome is unknown. */
    LEAVE,
    /** The run is put down again. */
    HALT;

    OutcomeResolver resolver(Shell shell, Screen screen) {
        return switch (this) {
            case ASK -> new ConsoleOutcomes(screen, shell.terminal()::keyboard);
            case REPEAT -> _ -> OutcomeResolver.Answer.REPEAT;
            case LEAVE -> _ -> OutcomeResolver.Answer.LEAVE;
            case HALT -> OutcomeResolver.NOBODY;
        };
    }
}
