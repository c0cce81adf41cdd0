package dev.qwenagent.examples.cli.console;

import dev.qwenagent.examples.cli.shell.Shell;

/** How words look on a console. */
public enum Style {
    /** As they are. */
    PLAIN,
    /** With the colours of a terminal. */
    COLOURED;

    private static final String RESET = "\u001b[0m";

    /** Colours for a terminal, unless {@code NO_COLOR} is set or the terminal has none. */
    public static Style ofErrors(Shell shell) {
        boolean wanted = !shell.has("NO_COLOR") && !"dumb".equals(shell.environment().get("TERM"));
        return wanted && shell.terminal().isError() ? COLOURED : PLAIN;
    }

    /** What matters less. */
    public String dim(String text) {
        return with("\u001b[2m", text);
    }

    /** What matters more. */
    public String strong(String text) {
        return with("\u001b[1m", text);
    }

    /** What went well. */
    public String good(String text) {
        return with("\u001b[32m", text);
    }

    /** What needs a look. */
    public String warning(String text) {
        return with("\u001b[33m", text);
    }

    /** What went wrong. */
    public String bad(String text) {
        return with("\u001b[31m", text);
    }

    private String with(String code, String text) {
        return switch (this) {
            case PLAIN -> text;
            case COLOURED -> text.isEmpty() ? text : code + text + RESET;
        };
    }
}
