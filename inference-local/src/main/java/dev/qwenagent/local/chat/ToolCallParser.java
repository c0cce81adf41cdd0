package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qwenagent.local.chat.LenientJson.UnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text between {@code <tool_call>} and {@code </tool_call>}: a JSON object with {@code name} and
 * {@code arguments}, or the XML form {@code <function=NAME><parameter=KEY>…} that Qwen3-Coder and Qwen3.5 write.
 *
 * <p>
 * A call is mended only where it has one meaning: when its closing tag arrived, or when the model ended its turn itself and
 * nothing but closing marks is missing. After a cut nothing is mended, since nobody knows what was to follow.
 */
public final class ToolCallParser {

    private static final String AGAIN = " It was not executed. Write the whole call again:"
            + " <tool_call>\n{\"name\": <function-name>, \"arguments\": <args-json-object>}\n</tool_call>";

    private ToolCallParser() {}

    /**
     * Reads one call. Never throws: what cannot be read is a {@link ToolCall.Broken}.
     *
     * @param body the text behind the opening tag, up to the closing tag or the end
     * @param end how it ended
     */
    public static ToolCall parse(String body, CallEnd end) {
        if (end == CallEnd.CUT) {
            return broken("the reply was cut inside a tool call");
        }
        String text = body.strip();
        if (text.isEmpty()) {
            return broken("the tool call is empty");
        }
        try {
            return text.startsWith(XmlCall.OPENING) ? XmlCall.read(text, end) : json(text, end);
        } catch (UnreadableException unreadable) {
            return broken("the tool call could not be read: " + unreadable.getMessage());
        }
    }

    private static ToolCall.Broken broken(String reason) {
        return new ToolCall.Broken("error: " + reason + "." + AGAIN);
    }

    private static ToolCall json(String text, CallEnd end) throws UnreadableException {
        LenientJson.Read read = LenientJson.read(text, end);
        if (!(read.value() instanceof ObjectNode call)) {
            throw new UnreadableException("expected a JSON object with \"name\" and \"arguments\"");
        }
        JsonNode name = call.get("name");
        if (name == null || !name.isTextual() || name.textValue().isBlank()) {
            throw new UnreadableException("\"name\" is missing, expected the name of a tool");
        }
        JsonNode given = call.has("arguments") ? call.get("arguments") : call.get("parameters");
        if (given == null && read.closingMarksMissing()) {
            throw new UnreadableException("it ends before the arguments of " + name.textValue());
        }
        boolean mended = read.mended() || end != CallEnd.CLOSED || !call.has("arguments") || !given.isObject();
        return new ToolCall.Complete(name.textValue().strip(), CompactJson.of(arguments(name.textValue(), given)),
                mended);
    }

    private static ObjectNode arguments(String name, @Nullable JsonNode given)
            throws UnreadableException {
        if (given == null || given.isNull() || (given.isTextual() && given.textValue().isBlank())) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode value = given.isTextual() ? LenientJson.read(given.textValue(), CallEnd.CUT).value() : given;
        if (value instanceof ObjectNode arguments) {
            return arguments;
        }
        throw new UnreadableException(
                "\"arguments\" of " + name + " must be a JSON object, found " + CompactJson.of(value));
    }
}
