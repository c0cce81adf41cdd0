package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a call is one of a known tool and that its arguments fit the tool's JSON schema: types, required properties,
 * enumerations, nested values. For those who have nothing but specifications; whoever runs tools binds the arguments to
 * them, which checks more.
 */
public final class ToolCallCheck {

    private final ReplyRules rules;

    private ToolCallCheck(ReplyRules rules) {
        this.rules = rules;
    }

    /** A check against the tools that the rules name. */
    public static ToolCallCheck of(ReplyRules rules) {
        return new ToolCallCheck(rules);
    }

    /** The call itself, or an error that tells the model what to mend. */
    public ToolCall check(ToolCall.Complete call) {
        JsonNode parameters = rules.parameters(call.name()).orElse(null);
        if (parameters == null) {
            String known = rules.tools().stream().map(ToolSpecification::name).collect(Collectors.joining(", "));
            return broken("there is no tool " + call.name() + "; the tools are " + (known.isEmpty() ? "none" : known));
        }
        JsonNode arguments = LenientJson.strict(call.arguments());
        if (arguments == null || !arguments.isObject()) {
            return broken("the arguments of " + call.name() + " must be a JSON object");
        }
        String problem = problem(parameters, parameters, arguments, call.name());
        return problem == null ? call : broken(problem);
    }

    private ToolCall.Broken broken(String problem) {
        return ToolCall.Broken.because(problem, rules.format());
    }

    /** What is wrong with a value, or null. */
    private static @Nullable String problem(JsonNode root, JsonNode schema, JsonNode value, String path) {
        List<String> problems = new ArrayList<>();
        for (JsonNode alternative : SchemaTypes.alternatives(root, schema)) {
            String problem = problemWith(root, alternative, value, path);
            if (problem == null) {
                return null;
            }
            problems.add(problem);
        }
        return String.join(", or ", problems);
    }

    private static @Nullable String problemWith(JsonNode root, JsonNode schema, JsonNode value, String path) {
        List<String> types = SchemaTypes.typesOf(schema);
        if (!types.isEmpty() && types.stream().noneMatch(type -> isOfType(type, value))) {
            return path + " must be of type " + String.join(" or ", types) + ", found " + CompactJson.of(value);
        }
        JsonNode choice = schema.path("enum");
        if (choice.isArray() && !contains(choice, value)) {
            return path + " must be one of " + CompactJson.of(choice) + ", found " + CompactJson.of(value);
        }
        return switch (value.getNodeType()) {
            case OBJECT -> problemWithFields(root, schema, value, path);
            case ARRAY -> problemWithItems(root, schema.path("items"), value, path);
            case STRING, NUMBER, BOOLEAN, NULL, BINARY, POJO, MISSING -> null;
        };
    }

    private static @Nullable String problemWithFields(JsonNode root, JsonNode schema, JsonNode object, String path) {
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
            String problem = problem(root, property, field.getValue(), path + "." + field.getKey());
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String problemWithItems(JsonNode root, JsonNode items, JsonNode array, String path) {
        for (int i = 0; i < array.size(); i++) {
            String problem = problem(root, items, array.get(i), path + "[" + i + "]");
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
