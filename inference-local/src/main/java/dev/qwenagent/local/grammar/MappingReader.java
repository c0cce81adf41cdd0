package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Joins what several schemas say of objects. */
final class MappingReader {

    private static final int MOST_PATTERNS = 5;
    private static final int MOST_NAMES = 1_000;

    private final SchemaRules rules;
    private final Function<SchemaSet, List<Shape>> shapes;

    MappingReader(SchemaRules rules, Function<SchemaSet, List<Shape>> shapes) {
        this.rules = rules;
        this.shapes = shapes;
    }

    /** Names by a language, and the patterns that match all of them. */
    private record NameClass(TextDfa names, Set<String> patterns) {}

    /** The shape, or null if no object fits. */
    Shape.@Nullable Mapping read(Set<SchemaNode> schemas) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> required = new LinkedHashSet<>();
        Map<String, TextDfa> patterns = new LinkedHashMap<>();
        int least = 0;
        int most = Shape.UNLIMITED;
        SchemaNode about = null;
        for (SchemaNode schema : schemas) {
            names.addAll(Keywords.names(schema, "properties"));
            required.addAll(Keywords.texts(schema, "required"));
            for (String pattern : Keywords.names(schema, "patternProperties")) {
                patterns.put(pattern, Keywords.pattern(schema, "patternProperties", pattern));
                about = schema;
            }
            about = schema.json().has("propertyNames") ? schema : about;
            least = Math.max(least, Keywords.count(schema, "minProperties", 0));
            most = Math.min(most, Keywords.count(schema, "maxProperties", Shape.UNLIMITED));
        }
        names.addAll(required);
        if (least > most || required.size() > most) {
            return null;
        }
        if (patterns.size() > MOST_PATTERNS && about != null) {
            throw about.refusal("patternProperties", "more than " + MOST_PATTERNS + " patterns are not supported");
        }
        try {
            return read(schemas, names, required, patterns, least, most);
        } catch (TooLargeException e) {
            throw about == null ? e : about.refusal("patternProperties", String.valueOf(e.getMessage()));
        }
    }

    private Shape.@Nullable Mapping read(Set<SchemaNode> schemas, Set<String> names, Set<String> required,
            Map<String, TextDfa> patterns, int least, int most) {
        TextDfa allowed = allowedNames(schemas);
        List<Shape.Property> properties = new ArrayList<>();
        for (String name : names) {
            SchemaSet value = valueOf(schemas, matching(patterns, name), name);
            if (!isNever(value) && allowed.accepts(name)) {
                properties.add(new Shape.Property(name, value, required.contains(name)));
            } else if (required.contains(name)) {
                return null;
            }
        }
        List<Shape.Others> others = new ArrayList<>();
        boolean leavesOut = leavesOut(schemas);
        if (!leavesOut) {
            TextDfa undeclared = DfaProduct.minus(allowed, TextDfa.of(names));
            for (NameClass each : classes(undeclared, patterns)) {
                addOthers(schemas, each, properties, others);
            }
        }
        return others.isEmpty() && properties.size() < least ? null
                : new Shape.Mapping(properties, others, least, most, leavesOut);
    }

    private void addOthers(Set<SchemaNode> schemas, NameClass names, List<Shape.Property> properties,
            List<Shape.Others> others) {
        SchemaSet value = valueOf(schemas, names.patterns(), null);
        if (isNever(value) || names.names().isEmpty()) {
            return;
        }
        boolean[] endless = names.names().endless();
        if (!endless[0]) {
            List<String> all = names.names().texts(MOST_NAMES);
            if (all.isEmpty()) {
                throw refusal(schemas, "it matches more than " + MOST_NAMES + " names, but not endlessly many");
            }
            all.forEach(name -> properties.add(new Shape.Property(name, value, false)));
            return;
        }
        for (boolean on : endless) {
            if (!on) {
                throw refusal(schemas, "some beginnings of names have endlessly many ends, others have not");
            }
        }
        others.add(new Shape.Others(names.names(), value));
    }

    private static UnsupportedSchemaException refusal(Set<SchemaNode> schemas, String reason) {
        SchemaNode about = schemas.iterator().next();
        for (SchemaNode schema : schemas) {
            about = schema.json().has("patternProperties") || schema.json().has("propertyNames") ? schema : about;
        }
        String keyword = about.json().has("patternProperties") ? "patternProperties" : "propertyNames";
        return about.refusal(keyword, reason);
    }

    private boolean leavesOut(Set<SchemaNode> schemas) {
        boolean declares = false;
        boolean says = false;
        for (SchemaNode schema : schemas) {
            declares |= schema.json().has("properties");
            says |= schema.json().has("additionalProperties") || schema.json().has("patternProperties")
                    || schema.json().has("minProperties");
        }
        return switch (rules.undeclared()) {
            case ALLOWED -> false;
            case LEFT_OUT -> declares && !says;
        };
    }

    private static boolean isNever(SchemaSet set) {
        return set.schemas().stream().anyMatch(schema -> schema.json().isBoolean() && !schema.json().booleanValue());
    }

    private static Set<String> matching(Map<String, TextDfa> patterns, String name) {
        Set<String> matching = new LinkedHashSet<>();
        patterns.forEach((pattern, names) -> {
            if (names.accepts(name)) {
                matching.add(pattern);
            }
        });
        return matching;
    }

    /** What the value of a property has to fit, by its name, or null for one that is not declared, and what matches it. */
    private static SchemaSet valueOf(Set<SchemaNode> schemas, Set<String> matching, @Nullable String name) {
        List<SchemaNode> all = new ArrayList<>();
        for (SchemaNode schema : schemas) {
            int before = all.size();
            JsonNode json = schema.json();
            if (name != null && json.path("properties").has(name)) {
                all.add(schema.child("properties", name));
            }
            for (String pattern : matching) {
                if (json.path("patternProperties").has(pattern)) {
                    all.add(schema.child("patternProperties", pattern));
                }
            }
            if (all.size() == before && json.has("additionalProperties")) {
                all.add(schema.child("additionalProperties"));
            }
        }
        return new SchemaSet(new LinkedHashSet<>(all));
    }

    private static List<NameClass> classes(TextDfa all, Map<String, TextDfa> patterns) {
        List<NameClass> classes = List.of(new NameClass(all, Set.of()));
        for (var pattern : patterns.entrySet()) {
            List<NameClass> finer = new ArrayList<>();
            for (NameClass each : classes) {
                Set<String> more = new LinkedHashSet<>(each.patterns());
                more.add(pattern.getKey());
                finer.add(new NameClass(DfaProduct.and(each.names(), pattern.getValue()), more));
                finer.add(new NameClass(DfaProduct.minus(each.names(), pattern.getValue()), each.patterns()));
            }
            classes = finer.stream().filter(each -> !each.names().isEmpty()).toList();
        }
        return classes;
    }

    private TextDfa allowedNames(Set<SchemaNode> schemas) {
        TextDfa allowed = TextDfa.ANY;
        for (SchemaNode schema : schemas) {
            if (schema.json().has("propertyNames")) {
                TextDfa any = RegexCompiler.compile(Regex.NEVER);
                for (Shape shape : shapes.apply(new SchemaSet(Set.of(schema.child("propertyNames"))))) {
                    any = or(any, names(shape));
                }
                allowed = DfaProduct.and(allowed, any);
            }
        }
        return allowed;
    }

    private static TextDfa or(TextDfa one, TextDfa other) {
        return DfaProduct.minus(TextDfa.ANY, DfaProduct.minus(DfaProduct.minus(TextDfa.ANY, one), other));
    }

    private static TextDfa names(Shape shape) {
        return switch (shape) {
            case Shape.Text text -> {
                TextDfa least = text.least() == 0 ? text.text() : DfaProduct.atLeast(text.text(), text.least());
                yield text.most() == Shape.UNLIMITED ? least
                        : DfaProduct.and(least, RegexCompiler.compile(
                                new Regex.Repeat(new Regex.Chars(CharSet.ANY), 0, text.most())));
            }
            case Shape.Constants(List<JsonNode> values) ->
                TextDfa.of(values.stream().filter(JsonNode::isTextual).map(JsonNode::textValue).toList());
            case Shape.Null _,Shape.Truth _,Shape.Numeric _,Shape.Sequence _,Shape.Mapping _ ->
                RegexCompiler.compile(Regex.NEVER);
        };
    }
}
