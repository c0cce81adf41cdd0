package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool as the JSON that Qwen models were trained to read, fields in this order: {@code type}, {@code function} with
 * {@code name}, {@code description} and {@code parameters} with {@code type}, {@code properties}, {@code required}. A
 * field with nothing to say is left out.
 */
final class ToolJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ToolJson() {}

    static JsonNode function(ToolSpecification tool) {
        ObjectNode function = NODES.objectNode();
        function.put("name", tool.name());
        describe(function, tool.description());
        JsonObjectSchema parameters = tool.parameters();
        function.set("parameters", schema(parameters == null ? JsonObjectSchema.builder().build() : parameters));
        ObjectNode declared = NODES.objectNode();
        declared.put("type", "function");
        declared.set("function", function);
        return declared;
    }

    static JsonNode schema(JsonSchemaElement element) {
        return switch (element) {
            case JsonStringSchema text -> typed("string", text.description());
            case JsonIntegerSchema integer -> typed("integer", integer.description());
            case JsonNumberSchema number -> typed("number", number.description());
            case JsonBooleanSchema truth -> typed("boolean", truth.description());
            case JsonNullSchema _ -> typed("null", null);
            case JsonEnumSchema choice -> {
                ObjectNode schema = typed("string", choice.description());
                schema.set("enum", texts(choice.enumValues()));
                yield schema;
            }
            case JsonArraySchema array -> {
                ObjectNode schema = typed("array", array.description());
                if (array.items() != null) {
                    schema.set("items", schema(array.items()));
                }
                yield schema;
            }
            case JsonObjectSchema object -> object(object);
            case JsonAnyOfSchema any -> {
                ObjectNode schema = NODES.objectNode();
                describe(schema, any.description());
                ArrayNode alternatives = schema.putArray("anyOf");
                any.anyOf().forEach(alternative -> alternatives.add(schema(alternative)));
                yield schema;
            }
            case JsonReferenceSchema reference -> {
                ObjectNode schema = NODES.objectNode().put("$ref", "#/$defs/" + reference.reference());
                describe(schema, reference.description());
                yield schema;
            }
            case JsonRawSchema raw -> parsed(raw.schema());
            default -> throw new UnsupportedFeatureException(
                    "a JSON schema of " + element.getClass().getName() + " cannot be shown to a model");
        };
    }

    private static ObjectNode object(JsonObjectSchema object) {
        ObjectNode schema = typed("object", object.description());
        schema.set("properties", schemas(object.properties()));
        if (!object.required().isEmpty()) {
            schema.set("required", texts(object.required()));
        }
        if (object.additionalProperties() != null) {
            schema.put("additionalProperties", object.additionalProperties());
        }
        if (!object.definitions().isEmpty()) {
            schema.set("$defs", schemas(object.definitions()));
        }
        return schema;
    }

    private static ObjectNode schemas(Map<String, JsonSchemaElement> elements) {
        ObjectNode schemas = NODES.objectNode();
        elements.forEach((name, element) -> schemas.set(name, schema(element)));
        return schemas;
    }

    private static ObjectNode typed(String type, @Nullable String description) {
        ObjectNode schema = NODES.objectNode().put("type", type);
        describe(schema, description);
        return schema;
    }

    private static void describe(ObjectNode schema, @Nullable String description) {
        if (description != null && !description.isEmpty()) {
            schema.put("description", description);
        }
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static JsonNode parsed(String schema) {
        JsonNode parsed = LenientJson.strict(schema);
        if (parsed == null) {
            throw new IllegalArgumentException("the raw schema of a tool is not JSON: " + schema);
        }
        return parsed;
    }
}
