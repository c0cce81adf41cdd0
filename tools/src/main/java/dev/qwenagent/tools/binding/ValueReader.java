package dev.qwenagent.tools.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads JSON as a {@link Shape} wants it. Every error is a {@link BindingException} with the path of the wrong value. */
final class ValueReader {

    private static final int SHOWN = 40;

    private ValueReader() {}

    /** The value of a default, which is written as JSON or as plain text. */
    static Object readDefault(Shape shape, String text) {
        boolean isJson = !(shape instanceof Shape.Text) && (text.startsWith("[") || text.startsWith("{"));
        return read(shape, isJson ? JsonText.parse(text) : TextNodes.text(text), "");
    }

    /**
     * The value that the JSON stands for.
     *
     * @param path what leads to the JSON; empty at the root
     */
    static Object read(Shape shape, JsonNode json, String path) {
        if (json.isNull() && !(shape instanceof Shape.Maybe)) {
            throw wrong(shape.expected(), json, path);
        }
        return switch (shape) {
            case Shape.Text text -> text(text, json, path);
            case Shape.Whole whole -> NumberReader.whole(whole, json, path);
            case Shape.Fraction fraction -> NumberReader.fraction(fraction, json, path);
            case Shape.Truth truth -> truth(truth, json, path);
            case Shape.Choice choice -> choice(choice, json, path);
            case Shape.Sequence sequence -> sequence(sequence, json, path);
            case Shape.Table table -> table(table, json, path);
            case Shape.Maybe maybe -> json.isNull() ? Optional.empty() : Optional.of(read(maybe.value(), json, path));
            case Shape.Structure structure -> structure(structure, json, path);
        };
    }

    /** The values of an object's fields, in the fields' order. */
    static List<@Nullable Object> readFields(Shape.Fields fields, ObjectNode json, String path) {
        for (Iterator<String> names = json.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!fields.names().contains(name)) {
                String known = fields.names().isEmpty() ? "none is taken"
                        : "known: " + String.join(", ", fields.names());
                throw BindingException.at(path, "unknown argument \"" + shortened(name) + "\"; " + known);
            }
        }
        List<@Nullable Object> values = new ArrayList<>(fields.all().size());
        for (Shape.Field field : fields.all()) {
            values.add(field(field, json.get(field.name()), path));
        }
        return values;
    }

    private static @Nullable Object field(Shape.Field field, @Nullable JsonNode json, String path) {
        String place = path.isEmpty() ? field.name() : path + "." + field.name();
        if (json == null || (json.isNull() && !field.isRequired())) {
            if (field.isRequired()) {
                throw BindingException.at(place, "missing; expected " + field.shape().expected());
            }
            return field.fallback();
        }
        return read(field.shape(), json, place);
    }

    private static Object text(Shape.Text shape, JsonNode json, String path) {
        if (!json.isValueNode()) {
            throw wrong(shape.expected(), json, path);
        }
        try {
            return shape.type().parse().apply(json.asText());
        } catch (BindingException e) {
            throw e;
        } catch (RuntimeException e) {
            if (shape.type().expected().isEmpty() && e.getMessage() != null) {
                throw BindingException.at(path, e.getMessage());
            }
            throw wrong(shape.expected(), json, path);
        }
    }

    private static Object truth(Shape.Truth shape, JsonNode json, String path) {
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        return switch (json.asText("").strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(shape.expected(), json, path);
        };
    }

    private static Object choice(Shape.Choice shape, JsonNode json, String path) {
        String said = json.asText("").strip();
        for (Enum<?> constant : shape.constants()) {
            if (constant.name().equals(said)) {
                return constant;
            }
        }
        String loose = loose(said);
        List<? extends Enum<?>> near = shape.constants().stream().filter(c -> loose(c.name()).equals(loose)).toList();
        if (near.size() != 1) {
            throw wrong(shape.expected(), json, path);
        }
        return near.getFirst();
    }

    private static String loose(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    }

    private static Object sequence(Shape.Sequence shape, JsonNode said, String path) {
        JsonNode json = shape.element() instanceof Shape.Text ? said : TextNodes.unquoted(said, '[');
        List<Object> values = new ArrayList<>();
        if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                values.add(read(shape.element(), json.get(i), path + "[" + i + "]"));
            }
        } else if (json.isObject() && !(shape.element() instanceof Shape.Structure)
                && !(shape.element() instanceof Shape.Table)) {
            throw wrong(shape.expected(), json, path);
        } else {
            values.add(read(shape.element(), json, path));
        }
        if (shape.raw().isArray()) {
            Object array = Array.newInstance(shape.raw().getComponentType(), values.size());
            for (int i = 0; i < values.size(); i++) {
                Array.set(array, i, values.get(i));
            }
            return array;
        }
        return shape.raw() == Set.class ? Collections.unmodifiableSet(new LinkedHashSet<>(values))
                : Collections.unmodifiableList(values);
    }

    private static Object table(Shape.Table shape, JsonNode said, String path) {
        ObjectNode json = object(shape, said, path);
        Map<Object, Object> values = new LinkedHashMap<>();
        json.properties().forEach(entry -> {
            String place = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            Object key = read(shape.key(), TextNodes.text(entry.getKey()), place);
            if (values.put(key, read(shape.value(), entry.getValue(), place)) != null) {
                throw BindingException.at(place, "the same key is given twice");
            }
        });
        return Collections.unmodifiableMap(values);
    }

    private static Object structure(Shape.Structure shape, JsonNode said, String path) {
        List<@Nullable Object> values = readFields(shape.fields(), object(shape, said, path), path);
        try {
            return shape.constructor().newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            String reason = e.getCause().getMessage();
            throw BindingException.at(path, reason == null || reason.isBlank()
                    ? "the values do not fit together"
                    : reason);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + shape.constructor().getDeclaringClass().getName(), e);
        }
    }

    private static ObjectNode object(Shape shape, JsonNode said, String path) {
        if (TextNodes.unquoted(said, '{') instanceof ObjectNode object) {
            return object;
        }
        throw wrong(shape.expected(), said, path);
    }

    static BindingException wrong(String expected, JsonNode json, String path) {
        return BindingException.at(path, "expected " + expected + ", found " + found(json));
    }

    private static String found(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> '"' + shortened(json.textValue()) + '"';
            case BINARY, BOOLEAN, MISSING, NULL, NUMBER, POJO -> shortened(json.asText());
        };
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN - 1) + "…";
    }
}
