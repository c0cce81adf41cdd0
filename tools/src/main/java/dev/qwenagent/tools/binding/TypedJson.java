package dev.qwenagent.tools.binding;

import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.lang.reflect.Type;
import java.util.List;

/**
 * One Java type as JSON: the schema that asks a model for it, and the reader of the model's answer. Takes records, enums,
 * numbers, text, dates, and lists, sets, maps and optionals of them, nested as one likes. Immutable.
 *
 * @param <T> the Java type
 */
public final class TypedJson<T> {

    private final Shape shape;

    private TypedJson(Shape shape) {
        this.shape = shape;
    }

    /**
     * Reads a class.
     *
     * @throws IllegalArgumentException if JSON cannot be read into it, with the path of the component that is at fault
     */
    public static <T> TypedJson<T> of(Class<T> type) {
        return new TypedJson<>(new ShapeReader(List.of()).read(type, ""));
    }

    /**
     * Reads a type that a class cannot say, such as {@code List<Invoice>}.
     *
     * @throws IllegalArgumentException if JSON cannot be read into it, with the path of the part that is at fault
     */
    public static TypedJson<?> of(Type type) {
        return new TypedJson<>(new ShapeReader(List.of()).read(type, ""));
    }

    /** What a model is told of the type. */
    public JsonSchemaElement schema() {
        return SchemaWriter.of(shape, "");
    }

    /** The same as compact JSON Schema, for a prompt. */
    public String schemaJson() {
        return CompactJson.write(SchemaJson.of(schema()));
    }

    /**
     * Reads a model's answer.
     *
     * @throws BindingException if it is not JSON, or not of the type; the message names the place and is for the model
     */
    @SuppressWarnings("unchecked") // the shape was read from the type
    public T read(String json) {
        return (T) ValueReader.read(shape, JsonText.parse(json), "");
    }
}
