package dev.qwenagent.local.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a tool call between tags as it arrives, watching for the tag that closes it. A closing tag inside a JSON
 * string, or inside an XML value, belongs to the call.
 */
final class CallBody {

    private enum Form {
        UNKNOWN, JSON, XML
    }

    private enum XmlPlace {
        BETWEEN, VALUE, AFTER_VALUE
    }

    private static final Tags XML_TAGS = new Tags(List.of(XmlCall.PARAMETER, XmlCall.PARAMETER_END,
            XmlCall.CLOSING, ThinkingSplitter.CALL_CLOSING));

    private final StringBuilder text = new StringBuilder();
    private final String closing;
    private final int kept;
    private Form form = Form.UNKNOWN;
    private XmlPlace place = XmlPlace.BETWEEN;
    private int scanned;
    private int searched;
    private char quote;
    private boolean escaped;
    private char lastSignificant = ' ';

    private CallBody(String closing, int kept) {
        this.closing = closing;
        this.kept = kept;
    }

    /** A call between {@code <tool_call>} tags. */
    static CallBody betweenTags() {
        return new CallBody(ThinkingSplitter.CALL_CLOSING, 0);
    }

    /** A call in XML that came without the tags around it. */
    static CallBody bare(String opening) {
        CallBody body = new CallBody(XmlCall.CLOSING, XmlCall.CLOSING.length());
        body.append(opening);
        return body;
    }

    void append(CharSequence more) {
        text.append(more);
    }

    /** The text that a call has which is closed by the tag at a place. */
    String closedAt(int tag) {
        return text.substring(0, tag + kept);
    }

    /** What follows the closing tag at a place. */
    String after(int tag) {
        return text.substring(tag + closing.length());
    }

    /** The text of a call that is not closed, without the beginning of a closing tag at its end. */
    String unclosed() {
        int at = text.lastIndexOf("<");
        boolean begun = at >= 0 && closing.startsWith(text.substring(at));
        return begun ? text.substring(0, at) : text.toString();
    }

    int length() {
        return text.length();
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
        int found = text.indexOf(closing, searched);
        searched = Math.max(searched, text.length() - closing.length());
        return found;
    }

    /** Where the closing tag begins; -1 if it has not arrived in full. */
    int closingTag() {
        while (scanned < text.length()) {
            char c = text.charAt(scanned);
            if (form == Form.UNKNOWN && !Character.isWhitespace(c)) {
                form = c == '<' ? Form.XML : Form.JSON;
            }
            String tag = c == '<' && quote == 0 ? XML_TAGS.at(text, scanned) : null;
            if (Tags.BEGINNING.equals(tag)) {
                return -1;
            }
            if (closing.equals(tag) && place != XmlPlace.VALUE) {
                return scanned;
            }
            switch (form) {
                case JSON -> json(c);
                case XML -> xml(c, tag);
                case UNKNOWN -> {
                }
            }
            scanned++;
        }
        return -1;
    }

    private void xml(char c, @Nullable String tag) {
        boolean space = Character.isWhitespace(c);
        place = switch (place) {
            case BETWEEN -> XmlCall.PARAMETER.equals(tag) ? XmlPlace.VALUE : place;
            case VALUE -> XmlCall.PARAMETER_END.equals(tag) ? XmlPlace.AFTER_VALUE : place;
            case AFTER_VALUE -> afterValue(space, tag);
        };
        if (tag != null) {
            scanned += tag.length() - 1;
        }
    }

    /** A value ends at its closing tag only if the call goes on behind it as it must. */
    private static XmlPlace afterValue(boolean space, @Nullable String tag) {
        if (XmlCall.CLOSING.equals(tag)) {
            return XmlPlace.BETWEEN;
        }
        return space || XmlCall.PARAMETER_END.equals(tag) ? XmlPlace.AFTER_VALUE : XmlPlace.VALUE;
    }

    private void json(char c) {
        if (quote != 0) {
            insideString(c);
        } else if (c == '"' || (c == '\'' && "{[,:".indexOf(lastSignificant) >= 0)) {
            quote = c;
        }
        if (!Character.isWhitespace(c)) {
            lastSignificant = c;
        }
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
}
