package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
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

    private ToolSpecificationJson() {}

    /**
     * The tools, in their order. Schemas below a tool's parameters are kept as they are written.
     *
     * @throws IllegalArgumentException if it is no list of tools; says which one is wrong
     */
    public static List<ToolSpecification> read(JsonNode tools) {
        if (!tools.isArray()) {
            throw new IllegalArgumentException("tools: expected a JSON list, found " + tools.getNodeType());
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
        if (!name.isTextual() || name.textValue().isBlank()) {
            throw new IllegalArgumentException(where + ": expected \"name\" to be a text, found " + name);
        }
        JsonNode parameters = function.path("parameters");
        if (!parameters.isMissingNode() && !parameters.isNull() && !parameters.isObject()) {
            throw new IllegalArgumentException(
                    where + " (" + name.textValue() + "): expected \"parameters\" to be a JSON schema, found "
                            + parameters);
        }
        return ToolSpecification.builder()
                .name(name.textValue())
                .description(function.path("description").asText(""))
                .parameters(parameters(parameters))
                .build();
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
