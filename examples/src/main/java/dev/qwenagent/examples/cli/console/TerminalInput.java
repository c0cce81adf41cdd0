package dev.qwenagent.examples.cli.console;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.examples.cli.shell.Interruption;
import dev.qwenagent.examples.cli.shell.Keyboard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** A chat at a terminal: lines can be edited, commands completed, and what was said before comes back with the arrow keys. */
public final class TerminalInput implements ChatInput {

    private static final String PROMPT = "> ";

    private final Terminal terminal;
    private final LineReader reader;
    private final LineReader questions;
    private volatile Runnable onInterrupt = () -> {};

    /**
     * A chat at this terminal, which is closed with it.
     *
     * @param history where lines are kept for the next chat
     * @param commands what the tabulator completes
     */
    TerminalInput(Terminal terminal, Path history, List<String> commands) {
        this.terminal = terminal;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .completer(new StringsCompleter(commands))
                .variable(LineReader.HISTORY_FILE, history)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        this.questions = LineReaderBuilder.builder()
                .terminal(terminal)
                .variable(LineReader.DISABLE_HISTORY, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        terminal.handle(Terminal.Signal.INT, _ -> onInterrupt.run());
    }

    /**
     * A chat at the process's terminal.
     *
     * @throws AgentException if the terminal cannot be opened
     */
    public static TerminalInput open(Path history, List<String> commands) {
        try {
            Files.createDirectories(history.toAbsolutePath().getParent());
            Terminal terminal = TerminalBuilder.builder().system(true).nativeSignals(true).build();
            return new TerminalInput(terminal, history, commands);
        } catch (IOException e) {
            throw new AgentException("the terminal cannot be used: " + e, e);
        }
    }

    @Override
    public Entry next() {
        try {
            return new Entry.Line(reader.readLine(PROMPT));
        } catch (UserInterruptException e) {
            return new Entry.Interrupted();
        } catch (EndOfFileException e) {
            return new Entry.End();
        }
    }

    @Override
    public Optional<Keyboard> keyboard() {
        return Optional.of(this::ask);
    }

    /** The last line of the text is the prompt. Ctrl-C here is a Ctrl-C of the run. */
    private @Nullable String ask(String text) throws InterruptedException {
        int prompt = text.lastIndexOf('\n') + 1;
        terminal.writer().print(text.substring(0, prompt));
        terminal.writer().flush();
        try {
            return questions.readLine(text.substring(prompt));
        } catch (UserInterruptException e) {
            onInterrupt.run();
            throw new InterruptedException("interrupted at a question");
        } catch (EndOfFileException e) {
            return null;
        }
    }

    @Override
    public Interruption interruption() {
        return action -> {
            onInterrupt = action;
            return () -> onInterrupt = () -> {};
        };
    }

    @Override
    public boolean isTerminal() {
        return true;
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new AgentException("the terminal cannot be closed: " + e, e);
        }
    }
}
