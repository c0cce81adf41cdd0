package dev.qwenagent.examples.cli.console;

import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.api.tool.UnknownOutcome;
import dev.qwenagent.examples.cli.shell.Keyboard;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks the person at the terminal what is done about a call that was under way when its run was interrupted. Without one the run is
 * put down again.
 *
 * @param screen where it is told
 * @param keyboards a keyboard, if somebody is at one
 */
public record ConsoleOutcomes(Screen screen, Supplier<Optional<Keyboard>> keyboards) implements OutcomeResolver {

    private static final String QUESTION = "Whether it took effect is unknown. [r]epeat it, [l]eave it and tell the model,"
            + " [h]alt: ";

    @Override
    public Answer resolve(UnknownOutcome call) throws InterruptedException {
        screen.close();
        Optional<Keyboard> keyboard = keyboards.get();
        if (keyboard.isEmpty()) {
            screen.line("unknown",
                    call.words() + ": there is no terminal to ask on; --on-unknown repeat or leave decides");
            return Answer.HALT;
        }
        String question = screen.style().warning("unknown   ") + Visible.text(call.words()) + "\n"
                + screen.style().strong(QUESTION);
        while (true) {
            String line = keyboard.get().ask(question);
            if (line == null) {
                return Answer.HALT;
            }
            switch (line.strip().toLowerCase(Locale.ROOT)) {
                case "r", "repeat" -> {
                    return Answer.REPEAT;
                }
                case "l", "leave" -> {
                    return Answer.LEAVE;
                }
                case "h", "halt", "" -> {
                    return Answer.HALT;
                }
                default -> question = screen.style().strong(QUESTION);
            }
        }
    }
}
