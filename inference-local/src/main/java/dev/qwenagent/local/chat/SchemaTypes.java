package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Looks through the references and alternatives of a JSON schema. */
final class SchemaTypes {

    private static final int DEEPEST = 16;
    private static final String DEFINITIONS = "#/$defs/";

    private SchemaTypes() {}

    /**
     * The schemas of which a value has to fit one, none of them a reference or a choice.
     *
     * @param root where references lead
     */
    static List<JsonNode> alternatives(JsonNode root, JsonNode schema) {
        List<JsonNode> found = new ArrayList<>();
        collect(root, schema, DEEPEST, found);
        return found;
    }

    private static void collect(JsonNode root, JsonNode schema, int depth, List<JsonNode> found) {
        String reference = schema.path("$ref").asText();
        JsonNode choice = schema.has("anyOf") ? schema.get("anyOf") : schema.path("oneOf");
        if (depth > 0 && reference.startsWith(DEFINITIONS)) {
            collect(root, root.path("$defs").path(reference.substring(DEFINITIONS.length())), depth - 1, found);
        } else if (depth > 0 && choice.isArray() && !choice.isEmpty()) {
            choice.forEach(alternative -> collect(root, alternative, depth - 1, found));
        } else {
            found.add(schema);
        }
    }

    /** The names of the types that a schema allows; empty if it allows every type. */
    static List<String> typesOf(JsonNode schema) {
        JsonNode type = schema.path("type");
        List<String> names = new ArrayList<>();
        if (type.isTextual()) {
            names.add(type.textValue());
        }
        type.elements().forEachRemaining(name -> names.add(name.asText()));
        return names;
    }
}
