package dev.qwenagent.runtime.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Blacks out what an entry says, at every depth, also in JSON that stands in a text as the arguments of a call do; that is still
 * JSON then. What an entry is made of (its kind, its run, its hashes, the names of its scopes) stays.
 */
final class RedactedJson {

    private static final Set<String> STRUCTURE = Set.of("entry", "run", "at", "place", "type", "version",
            "argumentsHash", "messagesHash", "toolsHash", "settingsHash", "finish", "kind", "resolution", "answer",
            "extent", "expires", "stop", "stage", "measure", "confidentiality", "integrity", "outcome", "pause",
            "mimeType", "detailLevel");

    /** Reads a text that is JSON from its beginning to its end, with every number exactly as it stands. */
    private static final ObjectReader WHOLE_TEXTS = JsonFields.MAPPER.reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private static final String SCOPES = "scopes";

    /** Stands for a value when it is asked whether a rule knows it by its name. */
    private static final String ANY_VALUE = "xxxxxxxxxxxxxxxx";

    private RedactedJson() {}

    static void apply(Redaction redaction, ObjectNode entry) {
        if (!redaction.rules().isEmpty()) {
            fields(redaction, entry);
        }
    }

    private static JsonNode clean(Redaction redaction, JsonNode json) {
        switch (json) {
            case TextNode text -> {
                String said = text.textValue();
                String clean = redaction.apply(nested(redaction, said));
                return clean.equals(said) ? text : TextNode.valueOf(clean);
            }
            case ObjectNode object -> fields(redaction, object);
            case ArrayNode array -> elements(array, element -> clean(redaction, element));
            default -> {
                // Numbers and truth values say nothing that a rule is about.
            }
        }
        return json;
    }

    private static void elements(ArrayNode array, UnaryOperator<JsonNode> change) {
        for (int i = 0; i < array.size(); i++) {
            array.set(i, change.apply(array.get(i)));
        }
    }

    private static void fields(Redaction redaction, ObjectNode object) {
        for (var field : object.properties()) {
            JsonNode value = field.getValue();
            if (field.getKey().equals(SCOPES) && value instanceof ArrayNode scopes) {
                elements(scopes, scope -> scope(redaction, scope.asText()));
            } else if (!(value.isTextual() && STRUCTURE.contains(field.getKey()))) {
                field.setValue(clean(redaction, value));
            }
        }
    }

    /** What a scope permits stays, what it is about does not. */
    private static JsonNode scope(Redaction redaction, String scope) {
        int resource = scope.indexOf(':') + 1;
        return TextNode.valueOf(resource == 0 ? scope
                : scope.substring(0, resource) + redaction.apply(scope.substring(resource)));
    }

    /** A secret in the arguments of a call may stand there escaped, where no rule would know it. */
    private static String nested(Redaction redaction, String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return text;
        }
        try {
            JsonNode json = WHOLE_TEXTS.readTree(text);
            JsonNode clean = arguments(redaction, json.deepCopy());
            return clean.equals(json) ? text : JsonFields.MAPPER.writeValueAsString(clean);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private static JsonNode arguments(Redaction redaction, JsonNode json) {
        switch (json) {
            case ObjectNode object -> {
                for (var field : object.properties()) {
                    field.setValue(value(redaction, field.getKey(), field.getValue()));
                }
                return object;
            }
            case ArrayNode array -> {
                elements(array, element -> arguments(redaction, element));
                return array;
            }
            default -> {
                return clean(redaction, json);
            }
        }
    }

    /** A value that a rule knows by its name, whatever it is, is blacked out as a whole. */
    private static JsonNode value(Redaction redaction, String name, JsonNode value) {
        if (value.isContainerNode()) {
            return arguments(redaction, value);
        }
        String before = name + "=";
        String clean = redaction.apply(before + ANY_VALUE);
        boolean isKnownByName = !clean.equals(before + ANY_VALUE) && clean.startsWith(before)
                && redaction.apply(ANY_VALUE).equals(ANY_VALUE);
        return isKnownByName && (value.isTextual() || value.isNumber())
                ? TextNode.valueOf(clean.substring(before.length()))
                : clean(redaction, value);
    }
}
