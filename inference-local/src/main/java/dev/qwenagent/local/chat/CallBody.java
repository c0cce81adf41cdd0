package dev.qwenagent.local.chat;

/**
 * The text of a tool call as it arrives, watching for the tag that closes it. A closing tag inside a JSON string, or in XML
 * before the function is closed, belongs to the call.
 */
final class CallBody {

    private enum Form {
        UNKNOWN, JSON, XML
    }

    private static final String FUNCTION_END = "</function>";

    private final StringBuilder text = new StringBuilder();
    private Form form = Form.UNKNOWN;
    private int scanned;
    private int searched;
    private char quote;
    private boolean escaped;
    private char lastSignificant = ' ';

    void append(CharSequence more) {
        text.append(more);
    }

    String text() {
        return text.toString();
    }

    String from(int start, int end) {
        return text.substring(start, end);
    }

    /** Up to where it is certain that the text belongs to the call. */
    int scanned() {
        return scanned;
    }

    /** Where the first closing tag begins, whatever it stands in; -1 if there is none. */
    int firstClosingTag() {
        int found = text.indexOf(ThinkingSplitter.CALL_CLOSING, searched);
        searched = Math.max(searched, text.length() - ThinkingSplitter.CALL_CLOSING.length());
        return found;
    }

    /** Where the closing tag begins; -1 if it has not arrived in full. */
    int closingTag() {
        for (; scanned < text.length(); scanned++) {
            char c = text.charAt(scanned);
            if (form == Form.UNKNOWN && !Character.isWhitespace(c)) {
                form = c == '<' ? Form.XML : Form.JSON;
            }
            if (quote != 0) {
                insideString(c);
            } else if (c == '<') {
                int length = Math.min(ThinkingSplitter.CALL_CLOSING.length(), text.length() - scanned);
                boolean begins = ThinkingSplitter.CALL_CLOSING.startsWith(text.substring(scanned, scanned + length));
                boolean whole = length == ThinkingSplitter.CALL_CLOSING.length();
                if (begins && !whole) {
                    return -1;
                }
                if (begins && mayClose()) {
                    return scanned;
                }
            } else if (form == Form.JSON && (c == '"' || (c == '\'' && "{[,:".indexOf(lastSignificant) >= 0))) {
                quote = c;
            }
            if (!Character.isWhitespace(c)) {
                lastSignificant = c;
            }
        }
        return -1;
    }

    private void insideString(char c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == quote) {
            quote = 0;
        }
    }

    private boolean mayClose() {
        if (form != Form.XML) {
            return true;
        }
        int end = scanned;
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        int start = end - FUNCTION_END.length();
        return end == 0 || (start >= 0 && text.indexOf(FUNCTION_END, start) == start);
    }
}
