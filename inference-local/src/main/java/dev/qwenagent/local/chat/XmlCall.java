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
 * A value is the text between its tags without the one line break at each end; its type is the one that the tool's schema
 * asks for.
 */
final class XmlCall {

    static final String OPENING = "<function=";
    static final String CLOSING = "</function>";
    static final String PARAMETER = "<parameter=";
    static final String PARAMETER_END = "</parameter>";

    /** How far the end of a parameter's name is looked for inside a value. */
    private static final int LONGEST_NAME = 256;

    private final String text;
    private int position;

    private XmlCall(String text) {
        this.text = text;
    }

    static ToolCall read(String text, CallEnd end, ReplyRules rules) throws UnreadableException {
        return new XmlCall(text).call(end, rules);
    }

    static String write(ToolCall.Complete call) {
        StringBuilder xml = new StringBuilder("<tool_call>\n").append(OPENING).append(call.name()).append(">\n");
        JsonNode arguments = LenientJson.strict(call.arguments());
        if (arguments != null) {
            for (var argument : arguments.properties()) {
                JsonNode value = argument.getValue();
                xml.append(PARAMETER).append(argument.getKey()).append(">\n");
                xml.append(value.isTextual() ? value.textValue() : CompactJson.of(value));
                xml.append("\n").append(PARAMETER_END).append("\n");
            }
        }
        return xml.append(CLOSING).append("\n</tool_call>").toString();
    }

    private ToolCall call(CallEnd end, ReplyRules rules) throws UnreadableException {
        String name = name(OPENING);
        ArgumentText types = rules.parameters(name).map(ArgumentText::new).orElseGet(ArgumentText::untyped);
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        skipSpace();
        while (text.startsWith(PARAMETER, position)) {
            String key = name(PARAMETER);
            int close = valueEnd();
            if (close < 0) {
                throw new UnreadableException("the parameter " + key + " is never closed by " + PARAMETER_END);
            }
            if (arguments.has(key)) {
                throw new UnreadableException("the parameter " + key + " appears twice");
            }
            refuseParameterWithin(key, text.substring(position, close), types);
            arguments.set(key, types.value(key, withoutOuterBreaks(text.substring(position, close))));
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

    /** A line of a value that opens another of the tool's parameters shows that the closing tag before it is missing. */
    private static void refuseParameterWithin(String key, String value, ArgumentText types) throws UnreadableException {
        for (int line = value.indexOf("\n" + PARAMETER); line >= 0; line = value.indexOf("\n" + PARAMETER, line + 1)) {
            int start = line + 1 + PARAMETER.length();
            int end = value.indexOf('>', start, Math.min(value.length(), start + LONGEST_NAME));
            String next = end < 0 ? "" : value.substring(start, end).strip();
            if (types.parameters().path("properties").has(next)) {
                throw new UnreadableException("the parameter " + key + " is not closed by " + PARAMETER_END + " before "
                        + PARAMETER + next + ">");
            }
        }
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

    private static String withoutOuterBreaks(String raw) {
        int start = raw.startsWith("\r\n") ? 2 : raw.startsWith("\n") ? 1 : 0;
        String value = raw.substring(start);
        int last = value.endsWith("\r\n") ? 2 : value.endsWith("\n") ? 1 : 0;
        return value.substring(0, value.length() - last);
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }
}
