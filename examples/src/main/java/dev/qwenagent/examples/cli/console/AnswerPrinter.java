package dev.qwenagent.examples.cli.console;

import dev.qwenagent.examples.cli.shell.Shell;
import java.io.PrintStream;

/**
 * Writes the answer to standard output. For a person it arrives in pieces; for a file or a pipe it is written once, whole and
 * nothing else, since text that arrives may turn out to be no answer. Not thread-safe: one run after the other.
 */
public final class AnswerPrinter {

    private final PrintStream out;
    private final boolean terminal;
    private final boolean inPieces;
    private final StringBuilder shown = new StringBuilder();

    /** Writes to a shell's standard output. */
    public AnswerPrinter(Shell shell) {
        this.out = shell.out();
        this.terminal = shell.terminal().isOutput();
        this.inPieces = terminal && shell.terminal().isError();
    }

    void piece(String text) {
        if (inPieces) {
            String piece = shown.isEmpty() ? text.stripLeading() : text;
            shown.append(piece);
            out.print(Visible.text(piece));
            out.flush();
        }
    }

    void whole(String text) {
        if (!shown.toString().strip().equals(text.strip())) {
            end();
            out.print(terminal ? Visible.text(text.strip()) : text.strip());
        }
        out.println();
        shown.setLength(0);
    }

    /** Ends a text that turned out to be no answer. */
    void end() {
        if (!shown.isEmpty()) {
            out.println();
            shown.setLength(0);
        }
    }

    /** Whether whoever reads standard output has gone. */
    public boolean isUnheard() {
        return out.checkError();
    }
}
