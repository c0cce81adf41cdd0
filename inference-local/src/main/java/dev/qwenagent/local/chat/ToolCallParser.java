package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.local.chat.LenientJson.UnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text between {@code <tool_call>} and {@code </tool_call>}: a JSON object with {@code name} and
 * {@code arguments}, or the XML form {@code <function=NAME><parameter=KEY>…} that Qwen3-Coder and Qwen3.5 write; and the
 * {@code Action:} lines of ReAct.
 *
 * <p>
 * A call is mended only where it has one meaning: when its closing tag arrived, or when the model ended its turn itself and
 * nothing but closing marks is missing. After a cut nothing is mended, since nobody knows what was to follow. Whether
 * there is such a tool, and whether the arguments fit it, is for others to say: see {@link ToolCallCheck}.
 */
public final class ToolCallParser {

    private final ReplyRules rules;

    private ToolCallParser(ReplyRules rules) {
        this.rules = rules;
    }

    /** A parser of calls in the form, and of the tools, that the rules name. */
    public static ToolCallParser of(ReplyRules rules) {
        return new ToolCallParser(rules);
    }

    /**
     * Reads one call. Never throws: what cannot be read is a {@link ToolCall.Broken}.
     *
     * @param body the text of the call without the tags around it
     * @param end how it ended
     */
    public ToolCall parse(String body, CallEnd end) {
        if (end == CallEnd.CUT) {
            return broken("the reply was cut inside a tool call");
        }
        String text = body.strip();
        if (text.isEmpty()) {
            return broken("the tool call is empty");
        }
        try {
            if (rules.format() == CallFormat.REACT) {
                return ReActCall.read(text, end);
            }
            return text.startsWith(XmlCall.OPENING) ? XmlCall.read(text, end, rules) : json(text, end);
        } catch (UnreadableException unreadable) {
            return broken("the tool call could not be read: " + unreadable.getMessage());
        }
    }

    /** A call that seemed to name one tool while it arrived, and names another now that it is complete. */
    ToolCall.Broken ambiguous(String first, String then) {
        return broken("the tool call names both " + first + " and " + then);
    }

    private ToolCall.Broken broken(String reason) {
        return ToolCall.Broken.because(reason, rules.format());
    }

    private static ToolCall json(String text, CallEnd end) throws UnreadableException {
        String unfenced = CodeFence.without(text);
        LenientJson.Read read = LenientJson.read(unfenced, end);
        if (!(read.value() instanceof ObjectNode call)) {
            throw new UnreadableException("expected a JSON object with \"name\" and \"arguments\"");
        }
        JsonNode name = call.get("name");
        if (name == null || !name.isTextual() || name.textValue().isBlank()) {
            throw new UnreadableException("\"name\" is missing, expected the name of a tool");
        }
        if (call.has("arguments") && call.has("parameters")) {
            throw new UnreadableException("it has \"arguments\" and \"parameters\", and may have only one of them");
        }
        JsonNode given = call.has("arguments") ? call.get("arguments") : call.get("parameters");
        if (given == null && read.closingMarksMissing()) {
            throw new UnreadableException("it ends before the arguments of " + name.textValue());
        }
        boolean mended = read.mended() || unfenced.length() < text.length() || end != CallEnd.CLOSED
                || !call.has("arguments") || !given.isObject();
        return new ToolCall.Complete(name.textValue().strip(), CompactJson.of(arguments(name.textValue(), given, end)),
                mended);
    }

    private static ObjectNode arguments(String name, @Nullable JsonNode given, CallEnd end)
            throws UnreadableException {
        if (given == null || given.isNull() || (given.isTextual() && given.textValue().isBlank())) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode value = given.isTextual() ? unwrapped(given.textValue(), end) : given;
        if (value instanceof ObjectNode arguments) {
            return arguments;
        }
        throw new UnreadableException(
                "\"arguments\" of " + name + " must be a JSON object, found " + CompactJson.of(value));
    }

    /** Arguments that were written as a string that holds JSON; they are complete, whatever the call lacks. */
    private static JsonNode unwrapped(String json, CallEnd end) throws UnreadableException {
        LenientJson.Read read = LenientJson.read(json, CallEnd.CUT);
        if (read.mended() && end != CallEnd.CLOSED) {
            throw new UnreadableException("the reply ends with it, and its arguments are not correct JSON");
        }
        return read.value();
    }
}
