package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads keywords of a schema as what they must be, and refuses those that cannot be held to. */
final class Keywords {

    private static final Set<String> REFUSED = Set.of("not", "dependentSchemas", "dependentRequired", "dependencies",
            "contains", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef", "additionalItems");

    private Keywords() {}

    /** Refuses a schema that uses what a grammar cannot say. */
    static void check(SchemaNode node) {
        JsonNode json = node.json();
        if (!json.isObject()) {
            throw node.refusal("schema", "expected an object, true or false, found " + shown(json));
        }
        for (String keyword : REFUSED) {
            if (json.has(keyword) && !(keyword.startsWith("depend") && json.get(keyword).isEmpty())) {
                throw node.refusal(keyword, "it is not supported");
            }
        }
        if (json.has("if") && (json.has("then") || json.has("else"))) {
            throw node.refusal("if", "it is not supported");
        }
        if (json.path("uniqueItems").asBoolean()) {
            throw node.refusal("uniqueItems", "only false is supported");
        }
        if (json.path("items").isArray()) {
            throw node.refusal("items", "a list is the way of older drafts; use prefixItems");
        }
    }

    /** A whole number of 0 or more, also one written as 2.0; a huge one is no limit. */
    static int count(SchemaNode node, String keyword, int absent) {
        JsonNode json = node.json();
        if (!json.has(keyword)) {
            return absent;
        }
        BigDecimal value = number(node, keyword);
        if (value == null || value.signum() < 0 || value.stripTrailingZeros().scale() > 0) {
            throw node.refusal(keyword, "expected a whole number of 0 or more, found " + shown(json.get(keyword)));
        }
        return value.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0 ? Integer.MAX_VALUE : value.intValue();
    }

    static @Nullable BigDecimal number(SchemaNode node, String keyword) {
        JsonNode value = node.json().get(keyword);
        if (value != null && !value.isNumber()) {
            throw node.refusal(keyword, "expected a number, found " + shown(value));
        }
        return value == null ? null : value.decimalValue();
    }

    static @Nullable String text(SchemaNode node, String keyword) {
        JsonNode value = node.json().get(keyword);
        if (value != null && !value.isTextual()) {
            throw node.refusal(keyword, "expected a string, found " + shown(value));
        }
        return value == null ? null : value.textValue();
    }

    /** The schemas in a list, none if there is no such keyword. */
    static List<SchemaNode> schemas(SchemaNode node, String keyword) {
        JsonNode list = node.json().path(keyword);
        if (!list.isMissingNode() && !list.isArray()) {
            throw node.refusal(keyword, "expected a list of schemas, found " + shown(list));
        }
        List<SchemaNode> schemas = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            schemas.add(node.child(keyword, i));
        }
        return schemas;
    }

    /** The names below a keyword that has schemas by their names. */
    static List<String> names(SchemaNode node, String keyword) {
        JsonNode object = node.json().path(keyword);
        if (!object.isMissingNode() && !object.isObject()) {
            throw node.refusal(keyword, "expected schemas by names, found " + shown(object));
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static List<String> texts(SchemaNode node, String keyword) {
        List<String> texts = new ArrayList<>();
        JsonNode list = node.json().path(keyword);
        boolean isList = list.isMissingNode() || list.isArray();
        for (JsonNode text : list) {
            isList &= text.isTextual();
            texts.add(text.asText());
        }
        if (!isList) {
            throw node.refusal(keyword, "expected a list of strings, found " + shown(list));
        }
        return texts;
    }

    static TextDfa pattern(SchemaNode node, String keyword, String pattern) {
        try {
            return RegexCompiler.compile(PatternParser.parse(pattern));
        } catch (PatternException | TooLargeException e) {
            throw node.refusal(keyword, "the pattern " + shortened(pattern) + " is not supported: " + e.getMessage());
        }
    }

    /** Where a reference leads. */
    static SchemaNode target(SchemaNode root, SchemaNode node) {
        String reference = String.valueOf(text(node, "$ref"));
        if (!reference.isEmpty() && !reference.startsWith("#/") && !reference.equals("#")) {
            throw node.refusal("$ref", "only references of the form #/… are supported, found " + shortened(reference));
        }
        refuseBase(root, node.path());
        String pointer = URLDecoder.decode(reference.replaceFirst("#", "").replace("+", "%2B"), StandardCharsets.UTF_8);
        JsonNode found = root.json();
        for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            found = found.isArray() && name.matches("\\d{1,6}") ? found.path(Integer.parseInt(name)) : found.path(name);
        }
        if (found.isMissingNode()) {
            throw node.refusal("$ref", shortened(reference) + " leads nowhere");
        }
        refuseBase(root, pointer);
        return new SchemaNode(pointer, found);
    }

    /** A schema with an identifier of its own changes what references below it mean. */
    private static void refuseBase(SchemaNode root, String pointer) {
        JsonNode at = root.json();
        StringBuilder path = new StringBuilder();
        for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            at = at.isArray() ? at.path(Integer.parseInt(name)) : at.path(name);
            path.append('/').append(step);
            if (at.path("$id").isTextual()) {
                throw new SchemaNode(path.toString(), at).refusal("$id", "references below it are not supported");
            }
        }
    }

    static String shown(JsonNode value) {
        return shortened(value.isContainerNode() ? value.getNodeType().toString().toLowerCase(Locale.ROOT)
                : value.toString());
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
