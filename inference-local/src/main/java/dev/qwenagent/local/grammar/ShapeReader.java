package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Joins the keywords of several schemas, all of which a value has to fit, to one shape for each kind of value. */
final class ShapeReader {

    private enum Kind {
        NULL, BOOLEAN, INTEGER, NUMBER, STRING, ARRAY, OBJECT
    }

    private static final int MOST_FIRST_ITEMS = 2_000;

    private final Function<SchemaSet, List<Shape>> shapes;
    private final MappingReader mappings;

    ShapeReader(SchemaRules rules, Function<SchemaSet, List<Shape>> shapes) {
        this.shapes = shapes;
        this.mappings = new MappingReader(rules, shapes);
    }

    /** The shapes of what fits all of these schemas, of which references and choices have been taken away. */
    List<Shape> read(Set<SchemaNode> schemas) {
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        List<JsonNode> values = null;
        for (SchemaNode schema : schemas) {
            kinds = both(kinds, kinds(schema));
            values = chosen(schema, values);
        }
        List<Shape> found = new ArrayList<>();
        for (Kind kind : kinds) {
            if (kind != Kind.INTEGER || !kinds.contains(Kind.NUMBER)) {
                Shape shape = shape(kind, schemas);
                if (shape != null) {
                    found.add(shape);
                }
            }
        }
        if (values == null) {
            return found;
        }
        ShapeMatch match = new ShapeMatch(shapes);
        List<JsonNode> fitting = values.stream().filter(value -> match.fits(found, value)).toList();
        return fitting.isEmpty() ? List.of() : List.of(new Shape.Constants(fitting));
    }

    private static Set<Kind> both(Set<Kind> some, Set<Kind> others) {
        Set<Kind> common = EnumSet.copyOf(some);
        common.retainAll(others);
        boolean whole = (some.contains(Kind.INTEGER) || some.contains(Kind.NUMBER))
                && (others.contains(Kind.INTEGER) || others.contains(Kind.NUMBER));
        if (whole && !common.contains(Kind.NUMBER)) {
            common.add(Kind.INTEGER);
        }
        return common;
    }

    private static Set<Kind> kinds(SchemaNode schema) {
        JsonNode type = schema.json().get("type");
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (type == null) {
            return EnumSet.allOf(Kind.class);
        }
        for (JsonNode name : type.isArray() ? type : List.of(type)) {
            kinds.add(switch (name.asText()) {
                case "null" -> Kind.NULL;
                case "boolean" -> Kind.BOOLEAN;
                case "integer" -> Kind.INTEGER;
                case "number" -> Kind.NUMBER;
                case "string" -> Kind.STRING;
                case "array" -> Kind.ARRAY;
                case "object" -> Kind.OBJECT;
                default -> throw schema.refusal("type", "there is no type " + Keywords.shown(name));
            });
        }
        return kinds;
    }

    private static @Nullable List<JsonNode> chosen(SchemaNode schema, @Nullable List<JsonNode> before) {
        List<JsonNode> values = before;
        if (schema.json().has("const")) {
            values = common(values, List.of(schema.json().get("const")));
        }
        if (schema.json().has("enum")) {
            JsonNode list = schema.json().get("enum");
            if (!list.isArray()) {
                throw schema.refusal("enum", "expected a list of values, found " + Keywords.shown(list));
            }
            List<JsonNode> listed = new ArrayList<>();
            list.forEach(listed::add);
            values = common(values, listed);
        }
        return values;
    }

    private static List<JsonNode> common(@Nullable List<JsonNode> some, List<JsonNode> others) {
        return some == null ? others
                : some.stream()
                        .filter(value -> others.stream().anyMatch(other -> JsonWriting.same(value, other)))
                        .toList();
    }

    private @Nullable Shape shape(Kind kind, Set<SchemaNode> schemas) {
        return switch (kind) {
            case NULL -> new Shape.Null();
            case BOOLEAN -> new Shape.Truth();
            case INTEGER -> numeric(NumberRange.ALL.whole(), schemas);
            case NUMBER -> numeric(NumberRange.ALL, schemas);
            case STRING -> TextReader.read(schemas);
            case ARRAY -> sequence(schemas);
            case OBJECT -> mappings.read(schemas);
        };
    }

    private static @Nullable Shape numeric(NumberRange all, Set<SchemaNode> schemas) {
        NumberRange range = all;
        SchemaNode last = null;
        String keyword = "minimum";
        for (SchemaNode schema : schemas) {
            for (String name : List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf")) {
                BigDecimal number = Keywords.number(schema, name);
                if (number != null) {
                    last = schema;
                    keyword = name;
                    range = switch (name) {
                        case "minimum" -> range.from(number, false);
                        case "exclusiveMinimum" -> range.from(number, true);
                        case "maximum" -> range.upTo(number, false);
                        case "exclusiveMaximum" -> range.upTo(number, true);
                        default -> multiple(schema, range, number);
                    };
                }
            }
        }
        try {
            TextDfa text = NumberText.of(range);
            return text.isEmpty() ? null : new Shape.Numeric(range, text);
        } catch (TooLargeException e) {
            throw last == null ? e : last.refusal(keyword, String.valueOf(e.getMessage()));
        }
    }

    private static NumberRange multiple(SchemaNode schema, NumberRange range, BigDecimal divisor) {
        if (divisor.signum() <= 0 || divisor.stripTrailingZeros().scale() > 0) {
            throw schema.refusal("multipleOf", "only whole numbers above 0 are supported, found " + divisor);
        }
        return range.multipleOf(divisor.toBigIntegerExact());
    }

    private static @Nullable Shape sequence(Set<SchemaNode> schemas) {
        int least = 0;
        int most = Shape.UNLIMITED;
        int first = 0;
        for (SchemaNode schema : schemas) {
            least = Math.max(least, Keywords.count(schema, "minItems", 0));
            most = Math.min(most, Keywords.count(schema, "maxItems", Shape.UNLIMITED));
            first = Math.max(first, Keywords.schemas(schema, "prefixItems").size());
            if (first > MOST_FIRST_ITEMS) {
                throw schema.refusal("prefixItems", "more than " + MOST_FIRST_ITEMS + " are not supported");
            }
        }
        List<SchemaSet> items = new ArrayList<>();
        for (int i = 0; i < first; i++) {
            items.add(item(schemas, i));
        }
        SchemaSet rest = item(schemas, Integer.MAX_VALUE);
        boolean none = rest.schemas()
                .stream()
                .anyMatch(schema -> schema.json().isBoolean() && !schema.json().booleanValue());
        most = none ? Math.min(most, first) : most;
        return least > most ? null : new Shape.Sequence(items, none ? null : rest, least, most);
    }

    private static SchemaSet item(Set<SchemaNode> schemas, int index) {
        List<SchemaNode> all = new ArrayList<>();
        for (SchemaNode schema : schemas) {
            if (index < schema.json().path("prefixItems").size()) {
                all.add(schema.child("prefixItems", index));
            } else if (schema.json().has("items")) {
                all.add(schema.child("items"));
            }
        }
        return new SchemaSet(new LinkedHashSet<>(all));
    }
}
