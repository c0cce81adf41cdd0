package dev.qwenagent.tools.binding;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Writes the arguments of a call in one line, without spaces; the same text as {@link JsonNode#toString}, with less to set up for
 * the few plain values that calls mostly have.
 */
final class ArgumentsJson {

    private static final int USUAL_LENGTH = 64;

    private ArgumentsJson() {}

    static String of(ObjectNode arguments) {
        StringBuilder json = new StringBuilder(USUAL_LENGTH).append('{');
        for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
            if (json.length() > 1) {
                json.append(',');
            }
            quote(argument.getKey(), json);
            json.append(':');
            JsonNode value = argument.getValue();
            if (value.isTextual()) {
                quote(value.textValue(), json);
            } else if (value.isIntegralNumber() || value.isBoolean() || value.isNull()) {
                json.append(value.asText());
            } else {
                json.append(value);
            }
        }
        return json.append('}').toString();
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
