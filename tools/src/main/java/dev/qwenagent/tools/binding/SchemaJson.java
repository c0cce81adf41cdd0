package dev.qwenagent.tools.binding;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.LinkedHashMap;
import java.util.Map;

/** The schemas of {@link SchemaWriter} as JSON Schema: type, description, then what belongs to the type. */
final class SchemaJson {

    private SchemaJson() {}

    static Map<String, Object> of(JsonSchemaElement schema) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type(schema));
        if (schema.description() != null) {
            json.put("description", schema.description());
        }
        if (schema instanceof JsonEnumSchema choice) {
            json.put("enum", choice.enumValues());
        } else if (schema instanceof JsonArraySchema array) {
            json.put("items", of(array.items()));
        } else if (schema instanceof JsonObjectSchema object) {
            Map<String, Object> properties = new LinkedHashMap<>();
            object.properties().forEach((name, property) -> properties.put(name, of(property)));
            json.put("properties", properties);
            json.put("required", object.required());
            if (object.additionalProperties() != null) {
                json.put("additionalProperties", object.additionalProperties());
            }
        }
        return json;
    }

    private static String type(JsonSchemaElement schema) {
        return switch (schema) {
            case JsonStringSchema _,JsonEnumSchema _ -> "string";
            case JsonIntegerSchema _ -> "integer";
            case JsonNumberSchema _ -> "number";
            case JsonBooleanSchema _ -> "boolean";
            case JsonArraySchema _ -> "array";
            case JsonObjectSchema _ -> "object";
            default ->
                throw new IllegalArgumentException(schema.getClass().getName() + " is not written from a Java type");
        };
    }
}
