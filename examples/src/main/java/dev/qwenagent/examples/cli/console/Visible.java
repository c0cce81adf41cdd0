package dev.qwenagent.examples.cli.console;

/** Text of a model or a tool on its way to a terminal, which must not act on what it says. */
public final class Visible {

    private Visible() {}

    /** The text with every character that would move the cursor, change the screen or hide others written out. */
    public static String text(String text) {
        if (text.chars().noneMatch(c -> acts((char) c))) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (char c : text.toCharArray()) {
            shown.append(acts(c) ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
        return shown.toString();
    }

    /** The text on one line, cut to a number of characters. */
    public static String line(String text, int length) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", " | ");
        return text(line.length() <= length ? line : line.substring(0, length - 1) + "…");
    }

    private static boolean acts(char c) {
        boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
        boolean direction = c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
        return control || direction;
    }
}
