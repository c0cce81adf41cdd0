package dev.qwenagent.examples.cli.console;

import dev.qwenagent.examples.cli.shell.Interruption;
import dev.qwenagent.examples.cli.shell.Keyboard;
import java.util.Optional;

/** What a person says in a chat, line by line. */
public interface ChatInput extends AutoCloseable {

    /** What came next. */
    sealed interface Entry {
        /** A line. */
        record Line(String text) implements Entry {}

        /** Ctrl-C, at the prompt. */
        record Interrupted() implements Entry {}

        /** The end of the input, such as Ctrl-D. */
        record End() implements Entry {}
    }

    /** Waits for what comes next. */
    Entry next();

    /** Who can be asked while a run is under way. */
    Optional<Keyboard> keyboard();

    /** Ctrl-C while a run is under way, where it does not end the process. */
    Interruption interruption();

    /** Whether a person types. */
    boolean isTerminal();

    @Override
    void close();
}
