package dev.qwenagent.local.chat;

/** The fence of backticks that models put around JSON, as around code in an answer. */
final class CodeFence {

    private static final String MARK = "```";

    private CodeFence() {}

    /** What stands between the fence's first and last line; the text itself if it has no fence around it. */
    static String without(String text) {
        int open = text.indexOf('\n');
        boolean fenced = open > 0 && text.startsWith(MARK) && text.length() > open + MARK.length()
                && text.endsWith(MARK);
        return fenced ? text.substring(open, text.length() - MARK.length()).strip() : text;
    }
}
