package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.local.chat.LenientJson.UnreadableException;

/**
 * The XML form of a call:
 *
 * <pre>
 * &lt;function=NAME&gt;
 * &lt;parameter=KEY&gt;
 * VALUE
 * &lt;/parameter&gt;
 * &lt;/function&gt;
 * </pre>
 *
 * A value is the text between its tags without the one line break at each end. What reads as a JSON object, array, number
 * or truth value is taken for it, all else for a string; whoever knows the tool's schema converts a string that was meant
 * otherwise.
 */
final class XmlCall {

    static final String OPENING = "<function=";
    private static final String CLOSING = "</function>";
    private static final String PARAMETER = "<parameter=";
    private static final String PARAMETER_END = "</parameter>";

    private final String text;
    private int position;

    private XmlCall(String text) {
        this.text = text;
    }

    static ToolCall read(String text, CallEnd end) throws UnreadableException {
        return new XmlCall(text).call(end);
    }

    private ToolCall call(CallEnd end) throws UnreadableException {
        String name = name(OPENING);
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        skipSpace();
        while (text.startsWith(PARAMETER, position)) {
            String key = name(PARAMETER);
            int close = valueEnd();
            if (close < 0) {
                throw new UnreadableException("the parameter " + key + " is never closed by " + PARAMETER_END);
            }
            value(arguments, key, text.substring(position, close));
            position = close + PARAMETER_END.length();
            skipSpace();
        }
        boolean closed = text.startsWith(CLOSING, position);
        if (closed) {
            position += CLOSING.length();
            skipSpace();
        }
        if (position < text.length() || (!closed && end != CallEnd.CLOSED)) {
            throw new UnreadableException("expected " + PARAMETER + "…> or " + CLOSING);
        }
        return new ToolCall.Complete(name, CompactJson.of(arguments), !closed || end != CallEnd.CLOSED);
    }

    /** The first closing tag behind which the call goes on as it must; one inside a value does not end it. */
    private int valueEnd() {
        int close = text.indexOf(PARAMETER_END, position);
        while (close >= 0) {
            int next = close + PARAMETER_END.length();
            while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
                next++;
            }
            if (next == text.length() || text.startsWith(PARAMETER, next) || text.startsWith(CLOSING, next)) {
                return close;
            }
            close = text.indexOf(PARAMETER_END, close + 1);
        }
        return -1;
    }

    private String name(String opening) throws UnreadableException {
        int start = position + opening.length();
        int close = text.indexOf('>', start);
        String name = close < 0 ? "" : text.substring(start, close).strip();
        if (name.isEmpty() || name.indexOf('\n') >= 0 || name.indexOf('<') >= 0) {
            throw new UnreadableException("expected a name and '>' after " + opening);
        }
        position = close + 1;
        return name;
    }

    private static void value(ObjectNode arguments, String key, String raw) {
        String value = raw.startsWith("\n") ? raw.substring(1) : raw;
        value = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        String start = value.strip();
        boolean typed = !start.isEmpty() && ("{[-0123456789".indexOf(start.charAt(0)) >= 0 || start.equals("true")
                || start.equals("false") || start.equals("null"));
        if (typed) {
            JsonNode read = LenientJson.strict(start);
            if (read != null) {
                arguments.set(key, read);
                return;
            }
        }
        arguments.put(key, value);
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }
}
