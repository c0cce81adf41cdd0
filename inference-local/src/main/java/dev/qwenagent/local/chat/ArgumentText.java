package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.qwenagent.local.chat.LenientJson.UnreadableException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the text of an argument the type that the tool's schema asks for. A text that does not fit stays a string, for
 * whoever checks the call to report; where the schema asks for no type, a text that reads as JSON is taken for it.
 *
 * @param parameters the schema of all arguments of the tool
 */
record ArgumentText(JsonNode parameters) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** For a tool of which nothing is known. */
    static ArgumentText untyped() {
        return new ArgumentText(MissingNode.getInstance());
    }

    JsonNode value(String name, String text) {
        List<JsonNode> schemas = SchemaTypes.alternatives(parameters, parameters.path("properties").path(name));
        JsonNode typed = null;
        for (JsonNode schema : schemas) {
            for (String type : SchemaTypes.typesOf(schema)) {
                typed = typed == null ? typed(type, text.strip()) : typed;
            }
        }
        if (typed == null && schemas.stream().allMatch(schema -> SchemaTypes.typesOf(schema).isEmpty())) {
            typed = asItReads(text.strip());
        }
        return typed == null ? NODES.textNode(text) : typed;
    }

    private static @Nullable JsonNode typed(String type, String text) {
        return switch (type) {
            case "integer" -> integer(text);
            case "number" -> number(text);
            case "boolean" -> truth(text);
            case "null" -> text.equals("null") || text.equals("None") ? NODES.nullNode() : null;
            case "object" -> text.startsWith("{") ? json(text) : null;
            case "array" -> text.startsWith("[") ? json(text) : null;
            default -> null;
        };
    }

    /** A whole number, also one that is written with a fraction of zeros. */
    private static @Nullable JsonNode integer(String text) {
        JsonNode number = number(text);
        if (number == null || number.isIntegralNumber()) {
            return number;
        }
        BigDecimal exact = number.decimalValue().stripTrailingZeros();
        boolean small = exact.scale() <= 0 && exact.precision() - exact.scale() <= LenientJson.LONGEST_NUMBER;
        return small ? LenientJson.integer(exact.toBigInteger()) : null;
    }

    private static @Nullable JsonNode number(String text) {
        JsonNode number = LenientJson.strict(text);
        return number != null && number.isNumber() ? number : null;
    }

    private static @Nullable JsonNode truth(String text) {
        return switch (text) {
            case "true", "True" -> NODES.booleanNode(true);
            case "false", "False" -> NODES.booleanNode(false);
            default -> null;
        };
    }

    /** Read as generously as the arguments of a JSON call. */
    private static @Nullable JsonNode json(String text) {
        try {
            return LenientJson.read(text, CallEnd.CUT).value();
        } catch (UnreadableException notJson) {
            return null;
        }
    }

    private static @Nullable JsonNode asItReads(String text) {
        JsonNode read = json(text);
        return read == null || read.isTextual() ? null : read;
    }
}
