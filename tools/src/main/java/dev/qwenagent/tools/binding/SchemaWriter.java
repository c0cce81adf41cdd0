package dev.qwenagent.tools.binding;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes {@link Shape}s as the schemas that a model reads. What has no description gets none. */
final class SchemaWriter {

    private SchemaWriter() {}

    static JsonObjectSchema of(Shape.Fields fields, String description) {
        JsonObjectSchema.Builder schema = JsonObjectSchema.builder().description(orNull(description));
        fields.all().forEach(field -> schema.addProperty(field.name(), of(field.shape(), field.description())));
        List<String> required = fields.all().stream().filter(Shape.Field::isRequired).map(Shape.Field::name).toList();
        return schema.required(required).build();
    }

    static JsonSchemaElement of(Shape shape, String description) {
        String said = orNull(description);
        return switch (shape) {
            case Shape.Text text ->
                JsonStringSchema.builder().description(joined(description, text.type().hint())).build();
            case Shape.Whole _ -> JsonIntegerSchema.builder().description(said).build();
            case Shape.Fraction _ -> JsonNumberSchema.builder().description(said).build();
            case Shape.Truth _ -> JsonBooleanSchema.builder().description(said).build();
            case Shape.Choice choice ->
                JsonEnumSchema.builder().description(said).enumValues(choice.names().toList()).build();
            case Shape.Sequence sequence ->
                JsonArraySchema.builder().description(said).items(of(sequence.element(), "")).build();
            case Shape.Table table -> JsonObjectSchema.builder()
                    .description(joined(description, "each value is " + table.value().expected()))
                    .additionalProperties(true)
                    .build();
            case Shape.Maybe maybe -> of(maybe.value(), description);
            case Shape.Structure structure ->
                of(structure.fields(), description.isEmpty() ? structure.description() : description);
        };
    }

    private static @Nullable String joined(String description, String hint) {
        return orNull(Stream.of(description, hint).filter(text -> !text.isEmpty()).collect(Collectors.joining("; ")));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
