package dev.qwenagent.examples.cli.console;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.examples.cli.shell.Interruption;
import dev.qwenagent.examples.cli.shell.Keyboard;
import dev.qwenagent.examples.cli.shell.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A chat whose lines come from a file or a pipe, in UTF-8. Who is asked for approval sits at the process's terminal. */
public final class StreamInput implements ChatInput {

    private final Shell shell;
    private final BufferedReader lines;

    /** Reads a shell's standard input, which stays open. */
    public StreamInput(Shell shell) {
        this.shell = shell;
        this.lines = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8));
    }

    @Override
    public Entry next() {
        try {
            String line = lines.readLine();
            return line == null ? new Entry.End() : new Entry.Line(line);
        } catch (IOException e) {
            throw new AgentException("standard input cannot be read: " + e, e);
        }
    }

    @Override
    public Optional<Keyboard> keyboard() {
        return shell.terminal().keyboard();
    }

    /** Here Ctrl-C ends the process. */
    @Override
    public Interruption interruption() {
        return Interruption.NEVER;
    }

    @Override
    public boolean isTerminal() {
        return false;
    }

    @Override
    public void close() {}
}
