package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;

/** Whether a value fits shapes: for values that stand in a schema. The order of properties does not matter. */
final class ShapeMatch {

    private final Function<SchemaSet, List<Shape>> shapes;

    ShapeMatch(Function<SchemaSet, List<Shape>> shapes) {
        this.shapes = shapes;
    }

    boolean fits(SchemaSet set, JsonNode value) {
        return fits(shapes.apply(set), value);
    }

    boolean fits(List<Shape> any, JsonNode value) {
        return any.stream().anyMatch(shape -> fits(shape, value));
    }

    private boolean fits(Shape shape, JsonNode value) {
        return switch (shape) {
            case Shape.Null _ -> value.isNull();
            case Shape.Truth _ -> value.isBoolean();
            case Shape.Numeric(NumberRange range, TextDfa _) ->
                value.isNumber() && range.contains(value.decimalValue());
            case Shape.Text text -> value.isTextual() && fits(text, value.textValue());
            case Shape.Constants(List<JsonNode> values) -> values.stream()
                    .anyMatch(each -> JsonWriting.same(each, value));
            case Shape.Sequence sequence -> value.isArray() && fits(sequence, value);
            case Shape.Mapping mapping -> value.isObject() && fits(mapping, value);
        };
    }

    private static boolean fits(Shape.Text shape, String text) {
        int length = text.codePointCount(0, text.length());
        return length >= shape.least() && length <= shape.most() && shape.text().accepts(text);
    }

    private boolean fits(Shape.Sequence shape, JsonNode array) {
        if (array.size() < shape.least() || array.size() > shape.most()) {
            return false;
        }
        for (int i = 0; i < array.size(); i++) {
            SchemaSet item = shape.item(i);
            if (item == null || !fits(item, array.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(Shape.Mapping shape, JsonNode object) {
        if (object.size() < shape.least() || object.size() > shape.most()) {
            return false;
        }
        int named = 0;
        for (Shape.Property property : shape.properties()) {
            JsonNode value = object.get(property.name());
            if (value == null ? property.required() : !fits(property.value(), value)) {
                return false;
            }
            named += value == null ? 0 : 1;
        }
        return named == object.size() || shape.leavesOut() || object.properties()
                .stream()
                .filter(entry -> shape.properties().stream().noneMatch(each -> each.name().equals(entry.getKey())))
                .allMatch(entry -> shape.others()
                        .stream()
                        .anyMatch(others -> others.names().accepts(entry.getKey())
                                && fits(others.value(), entry.getValue())));
    }
}
