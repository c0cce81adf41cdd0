package dev.qwenagent.runtime.history;

/** Texts as one line, by which people recognise them. */
public final class OneLine {

    private OneLine() {}

    /** The start of a text in one line, at most this many characters. */
    public static String start(String text, int length) {
        String line = isOne(text) ? text : text.replaceAll("\\s+", " ").strip();
        return line.length() <= length ? line : line.substring(0, length - 1) + "…";
    }

    /** Whether a text, in plain characters, has single spaces between its words and no other space: most calls do. */
    private static boolean isOne(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == ' ' && before == ' ' || c > '~') {
                return false;
            }
            before = c;
        }
        return before != ' ';
    }
}
