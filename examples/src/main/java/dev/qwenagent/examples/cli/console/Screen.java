package dev.qwenagent.examples.cli.console;

import dev.qwenagent.examples.cli.shell.Shell;
import java.io.PrintStream;
import java.util.function.UnaryOperator;

/**
 * Lines on standard error, each with a label at its front; a line may arrive piece by piece. On a terminal the last line may
 * be a passing one, which the next output wipes away. Thread-safe.
 */
public final class Screen {

    private static final int MARGIN = 10;
    private static final String WIPE = "\r\u001b[K";

    private final PrintStream err;
    private final Style style;
    private final boolean terminal;
    private String open = "";
    private int heldLines;
    private boolean passing;

    /** The screen of a shell. */
    public Screen(Shell shell) {
        this.err = shell.err();
        this.style = Style.ofErrors(shell);
        this.terminal = shell.terminal().isError();
    }

    /** How words look here. */
    public Style style() {
        return style;
    }

    /** One whole line; further lines of the text are indented. */
    public synchronized void line(String label, String text) {
        close();
        err.println(front(label) + indented(text.strip()));
    }

    /** A piece of a line with this label, dim; line ends at its end are left out. */
    public synchronized void piece(String label, String text) {
        if (!open.equals(label)) {
            if (text.isBlank()) {
                return;
            }
            close();
            open = label;
            err.print(front(label));
            text = text.stripLeading();
        }
        String body = text.stripTrailing();
        if (!body.isEmpty()) {
            err.print(style.dim(indented("\n".repeat(heldLines))) + style.dim(indented(body)));
            heldLines = 0;
        }
        String rest = text.substring(body.length());
        heldLines += (int) rest.chars().filter(c -> c == '\n').count();
        if (heldLines == 0) {
            err.print(rest);
        }
        err.flush();
    }

    /** Ends a line that is arriving in pieces, and wipes a passing one away. */
    public synchronized void close() {
        wipe();
        if (!open.isEmpty()) {
            err.println();
            open = "";
            heldLines = 0;
        }
    }

    /** Shows a line until the next output; on a terminal only, and never within a line that is arriving. */
    public synchronized void passing(String label, String text) {
        if (terminal && open.isEmpty()) {
            err.print(WIPE + style.dim(label(label) + text));
            err.flush();
            passing = true;
        }
    }

    /** Wipes a passing line away. */
    synchronized void wipe() {
        if (passing) {
            err.print(WIPE);
            err.flush();
            passing = false;
        }
    }

    private String front(String label) {
        UnaryOperator<String> look = switch (label) {
            case "allowed" -> style::good;
            case "denied", "failed" -> style::bad;
            case "asks", "dry run", "stopped" -> style::warning;
            case "call" -> style::strong;
            default -> style::dim;
        };
        return look.apply(label(label));
    }

    private static String label(String label) {
        return label + " ".repeat(Math.max(1, MARGIN - label.length()));
    }

    private static String indented(String text) {
        return text.replace("\n", "\n" + " ".repeat(MARGIN));
    }
}
