package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of arguments with a schema. Every part is compared once with every schema that it meets, however many
 * alternatives lead there.
 */
final class SchemaComparison {

    private static final int LONGEST = 1_000;

    private final JsonNode root;
    private final Map<JsonNode, Map<JsonNode, Optional<String>>> compared = new IdentityHashMap<>();

    SchemaComparison(JsonNode root) {
        this.root = root;
    }

    /** What is wrong with a value, or null. */
    @Nullable
    String problem(JsonNode schema, JsonNode value, String path) {
        if (!value.isContainerNode()) {
            return problemWithAll(schema, value, path);
        }
        Map<JsonNode, Optional<String>> known = compared.computeIfAbsent(value, _ -> new IdentityHashMap<>());
        Optional<String> before = known.get(schema);
        if (before == null) {
            before = Optional.ofNullable(problemWithAll(schema, value, path));
            known.put(schema, before);
        }
        return before.orElse(null);
    }

    private @Nullable String problemWithAll(JsonNode schema, JsonNode value, String path) {
        List<String> problems = new ArrayList<>();
        for (JsonNode alternative : SchemaTypes.alternatives(root, schema)) {
            String problem = problemWith(alternative, value, path);
            if (problem == null) {
                return null;
            }
            problems.add(problem);
        }
        String all = problems.stream().distinct().collect(Collectors.joining(", or "));
        return all.length() <= LONGEST ? all : problems.getFirst();
    }

    private @Nullable String problemWith(JsonNode schema, JsonNode value, String path) {
        List<String> types = SchemaTypes.typesOf(schema);
        if (!types.isEmpty() && types.stream().noneMatch(type -> isOfType(type, value))) {
            return path + " must be of type " + String.join(" or ", types) + ", found " + CompactJson.of(value);
        }
        JsonNode choice = schema.path("enum");
        if (choice.isArray() && !contains(choice, value)) {
            return path + " must be one of " + CompactJson.of(choice) + ", found " + CompactJson.of(value);
        }
        return switch (value.getNodeType()) {
            case OBJECT -> problemWithFields(schema, value, path);
            case ARRAY -> problemWithItems(schema.path("items"), value, path);
            case STRING, NUMBER, BOOLEAN, NULL, BINARY, POJO, MISSING -> null;
        };
    }

    private @Nullable String problemWithFields(JsonNode schema, JsonNode object, String path) {
        for (JsonNode required : schema.path("required")) {
            if (!object.has(required.asText())) {
                return path + " lacks \"" + required.asText() + "\"";
            }
        }
        JsonNode properties = schema.path("properties");
        JsonNode additional = schema.path("additionalProperties");
        boolean closed = additional.isBoolean() ? !additional.booleanValue() : schema == root;
        for (var field : object.properties()) {
            JsonNode property = properties.has(field.getKey()) ? properties.get(field.getKey()) : additional;
            if (!properties.has(field.getKey()) && closed && !additional.isObject()) {
                return path + " has no \"" + field.getKey() + "\"";
            }
            String problem = problem(property, field.getValue(), path + "." + field.getKey());
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String problemWithItems(JsonNode items, JsonNode array, String path) {
        for (int i = 0; i < array.size(); i++) {
            String problem = problem(items, array.get(i), path + "[" + i + "]");
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static boolean contains(JsonNode choice, JsonNode value) {
        for (JsonNode possible : choice) {
            if (possible.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber() || (value.isNumber() && isWhole(value));
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            default -> true;
        };
    }

    private static boolean isWhole(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().scale() <= 0;
    }
}
