package dev.qwenagent.runtime.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;

/**
 * Blacks out what an entry says, at every depth, also in JSON that stands in a text as the arguments of a call do. What an entry
 * is made of (its kind, its run, its hashes) stays.
 */
final class RedactedJson {

    private static final Set<String> STRUCTURE = Set.of("entry", "run", "at", "place", "type", "version",
            "argumentsHash", "messagesHash", "toolsHash", "settingsHash", "finish", "kind", "resolution", "answer",
            "extent", "expires", "stop", "stage", "measure", "confidentiality", "integrity", "outcome", "pause");

    private RedactedJson() {}

    static void apply(Redaction redaction, ObjectNode entry) {
        if (!redaction.rules().isEmpty()) {
            fields(redaction, entry, STRUCTURE);
        }
    }

    private static JsonNode clean(Redaction redaction, JsonNode json, Set<String> kept) {
        switch (json) {
            case TextNode text -> {
                String said = text.textValue();
                String clean = redaction.apply(nested(redaction, said));
                return clean.equals(said) ? text : TextNode.valueOf(clean);
            }
            case ObjectNode object -> fields(redaction, object, kept);
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, clean(redaction, array.get(i), kept));
                }
            }
            default -> {
                // Numbers and truth values say nothing that a rule is about.
            }
        }
        return json;
    }

    private static void fields(Redaction redaction, ObjectNode object, Set<String> kept) {
        for (var field : object.properties()) {
            if (!(field.getValue().isTextual() && kept.contains(field.getKey()))) {
                field.setValue(clean(redaction, field.getValue(), kept));
            }
        }
    }

    /** A secret in the arguments of a call may stand there escaped, where no rule would know it. */
    private static String nested(Redaction redaction, String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return text;
        }
        try {
            JsonNode json = JsonFields.MAPPER.readTree(text);
            JsonNode clean = clean(redaction, json.deepCopy(), Set.of());
            return clean.equals(json) ? text : JsonFields.MAPPER.writeValueAsString(clean);
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
