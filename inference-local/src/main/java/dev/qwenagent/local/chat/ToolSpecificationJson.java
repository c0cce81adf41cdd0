package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the JSON in which tools are declared to models, as servers and chat templates have it: a list of
 * <code>{"type": "function", "function": {"name": …, "description": …, "parameters": …}}</code>, or of the inner objects
 * alone.
 */
public final class ToolSpecificationJson {

    private static final int LONGEST_SHOWN = 80;

    private ToolSpecificationJson() {}

    /**
     * The tools, in their order. Schemas below a tool's parameters are kept as they are written.
     *
     * @throws IllegalArgumentException if it is no list of tools; says which one is wrong
     */
    public static List<ToolSpecification> read(JsonNode tools) {
        if (!tools.isArray()) {
            throw new IllegalArgumentException("tools: expected a JSON list, found " + shown(tools));
        }
        List<ToolSpecification> read = new ArrayList<>();
        for (JsonNode tool : tools) {
            read.add(one(tool.has("function") ? tool.get("function") : tool, "tool " + (read.size() + 1)));
        }
        return read;
    }

    /** A tool as such JSON, on one line. */
    public static String write(ToolSpecification tool) {
        return CompactJson.of(ToolJson.function(tool));
    }

    private static ToolSpecification one(JsonNode function, String where) {
        JsonNode name = function.path("name");
        require(name.isTextual() && !name.textValue().isBlank(), where, "\"name\" to be a text", name);
        String named = where + " (" + name.textValue() + ")";
        JsonNode parameters = orNone(function.path("parameters"));
        require(isObjectOrNone(parameters), named, "\"parameters\" to be a JSON schema", parameters);
        JsonNode properties = orNone(parameters.path("properties"));
        require(isObjectOrNone(properties), named, "\"properties\" to be an object", properties);
        properties.properties()
                .forEach(property -> require(property.getValue().isObject() || property.getValue().isBoolean(), named,
                        "the schema of \"" + property.getKey() + "\" to be an object", property.getValue()));
        JsonNode required = orNone(parameters.path("required"));
        require(required.isMissingNode() || required.isArray(), named, "\"required\" to be a list", required);
        return ToolSpecification.builder()
                .name(name.textValue())
                .description(function.path("description").asText(""))
                .parameters(parameters(parameters))
                .build();
    }

    private static JsonNode orNone(JsonNode value) {
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    private static boolean isObjectOrNone(JsonNode value) {
        return value.isMissingNode() || value.isObject();
    }

    private static void require(boolean holds, String where, String expected, JsonNode found) {
        if (!holds) {
            throw new IllegalArgumentException(where + ": expected " + expected + ", found " + shown(found));
        }
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private static JsonObjectSchema parameters(JsonNode schema) {
        JsonObjectSchema.Builder parameters = JsonObjectSchema.builder();
        schema.path("properties")
                .properties()
                .forEach(field -> parameters.addProperty(field.getKey(), raw(field.getValue())));
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(field -> required.add(field.asText()));
        parameters.required(required);
        if (schema.path("additionalProperties").isBoolean()) {
            parameters.additionalProperties(schema.get("additionalProperties").booleanValue());
        }
        Map<String, JsonSchemaElement> definitions = new LinkedHashMap<>();
        schema.path("$defs").properties().forEach(field -> definitions.put(field.getKey(), raw(field.getValue())));
        parameters.definitions(definitions);
        return parameters.build();
    }

    private static JsonRawSchema raw(JsonNode schema) {
        return JsonRawSchema.from(CompactJson.of(schema));
    }
}
