package dev.qwenagent.tools.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a tool: their schema, and the reader of what a model gives for them. Immutable. */
public final class TypedArguments {

    private final Shape.Fields fields;

    private TypedArguments(Shape.Fields fields) {
        this.fields = fields;
    }

    /**
     * What was read.
     *
     * @param values one for each parameter, in order; null for an optional one that was left out
     * @param json what the model gave, compact and in the parameters' order
     */
    public record Values(List<@Nullable Object> values, String json) {}

    /**
     * Reads the types of parameters.
     *
     * @param resolved types of the caller's own that are written as text
     * @throws IllegalArgumentException if JSON cannot be read into one of the types, with the path that leads to it
     */
    public static TypedArguments of(List<Parameter> parameters, List<TextType<?>> resolved) {
        ShapeReader reader = new ShapeReader(resolved);
        return new TypedArguments(new Shape.Fields(parameters.stream().map(reader::field).toList()));
    }

    /** The schema of the object of all arguments. */
    public JsonObjectSchema schema() {
        return SchemaWriter.of(fields, "");
    }

    /**
     * Reads the object of all arguments.
     *
     * @param json the arguments; blank text stands for no arguments
     * @throws BindingException if they are not what the parameters need
     */
    public Values read(@Nullable String json) {
        JsonNode node = json == null || json.isBlank() ? JsonNodeFactory.instance.objectNode() : JsonText.parse(json);
        if (!(TextNodes.unquoted(node, '{') instanceof ObjectNode given)) {
            throw ValueReader.wrong("an object with the arguments " + String.join(", ", fields.names()), node, "");
        }
        List<@Nullable Object> values = ValueReader.readFields(fields, given, "");
        return new Values(Collections.unmodifiableList(values), ArgumentsJson.of(ordered(given)));
    }

    private ObjectNode ordered(ObjectNode given) {
        if (isOrdered(given)) {
            return given;
        }
        ObjectNode ordered = JsonNodeFactory.instance.objectNode();
        for (String name : fields.names()) {
            JsonNode value = given.get(name);
            if (value != null) {
                ordered.set(name, value);
            }
        }
        return ordered;
    }

    private boolean isOrdered(ObjectNode given) {
        int before = -1;
        for (Iterator<String> names = given.fieldNames(); names.hasNext();) {
            int place = fields.names().indexOf(names.next());
            if (place < before) {
                return false;
            }
            before = place;
        }
        return true;
    }
}
