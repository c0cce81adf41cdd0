package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A schema in normal form: for each set of schemas that can be reached, the shapes of the values that fit. Every keyword
 * that is not supported has been refused; shapes of which there is no finite value are gone. Immutable once made.
 */
final class SchemaModel {

    private static final int MOST_SETS = 20_000;
    private static final int DEEPEST = 400;
    private static final long LONGEST = 1_000_000;

    private final SchemaNode source;
    private final SchemaRules rules;
    private final Branches branches;
    private final ShapeReader reader;
    private final Map<SchemaSet, List<Shape>> shapes = new LinkedHashMap<>();
    private final Map<SchemaSet, Integer> depths = new HashMap<>();
    private final Set<SchemaSet> reading = new HashSet<>();
    private final SchemaSet root;
    private final ShortestValues shortest;

    private SchemaModel(SchemaNode schema, SchemaRules rules) {
        this.source = schema;
        this.rules = rules;
        this.reader = new ShapeReader(rules, this::shapes);
        this.branches = new Branches(schema, this::areApart);
        this.root = new SchemaSet(Set.of(schema));
        readAll(schema);
        this.shortest = new ShortestValues(shapes, rules.layout());
        shapes.replaceAll((_, of) -> of.stream().filter(shortest::isPossible).map(shortest::pruned).toList());
        long length = shortest.of(root);
        if (length == ShortestValues.NONE) {
            throw schema.refusal("schema", "no finite document fits it");
        }
        if (length > LONGEST) {
            throw schema.refusal("schema",
                    "its shortest document has %d bytes, more than %d".formatted(length, LONGEST));
        }
    }

    /**
     * Reads a schema.
     *
     * @throws UnsupportedSchemaException if it cannot be held to
     */
    static SchemaModel of(JsonNode schema, SchemaRules rules) {
        return new SchemaModel(new SchemaNode("", schema), rules);
    }

    SchemaRules rules() {
        return rules;
    }

    /** What a whole document has to fit. */
    SchemaSet root() {
        return root;
    }

    /** The shapes of the values that fit. */
    List<Shape> shapes(SchemaSet set) {
        List<Shape> known = shapes.get(set);
        if (known == null) {
            if (!reading.add(set)) {
                throw source.refusal("schema", "what it allows depends on itself");
            }
            if (shapes.size() >= MOST_SETS) {
                throw source.refusal("schema", "it has more than " + MOST_SETS + " parts");
            }
            known = shapesOf(branches.of(set));
            shapes.put(set, known);
            reading.remove(set);
        }
        return known;
    }

    private List<Shape> shapesOf(List<Set<SchemaNode>> alternatives) {
        List<Shape> found = new ArrayList<>();
        for (Set<SchemaNode> alternative : alternatives) {
            for (Shape shape : reader.read(alternative)) {
                if (!found.contains(shape)) {
                    found.add(shape);
                }
            }
        }
        return List.copyOf(found);
    }

    private boolean areApart(List<Set<SchemaNode>> some, List<Set<SchemaNode>> others) {
        return new Disjointness(set -> reading.contains(set) ? null : shapes(set)).areApart(shapesOf(some),
                shapesOf(others));
    }

    private void readAll(SchemaNode schema) {
        Deque<SchemaSet> open = new ArrayDeque<>(List.of(root));
        depths.put(root, 0);
        while (!open.isEmpty()) {
            SchemaSet set = open.remove();
            int depth = depths.get(set);
            if (depth > DEEPEST) {
                throw schema.refusal("schema", "it is nested more than " + DEEPEST + " deep");
            }
            for (Shape shape : shapes(set)) {
                for (SchemaSet child : children(shape)) {
                    if (depths.putIfAbsent(child, depth + 1) == null) {
                        open.add(child);
                    }
                }
            }
        }
    }

    private static List<SchemaSet> children(Shape shape) {
        List<SchemaSet> children = new ArrayList<>();
        switch (shape) {
            case Shape.Sequence sequence -> {
                children.addAll(sequence.first());
                if (sequence.rest() != null) {
                    children.add(sequence.rest());
                }
            }
            case Shape.Mapping mapping -> {
                mapping.properties().forEach(property -> children.add(property.value()));
                mapping.others().forEach(others -> children.add(others.value()));
            }
            case Shape.Null _,Shape.Truth _,Shape.Numeric _,Shape.Text _,Shape.Constants _ -> {
            }
        }
        return children;
    }

    /** The fewest bytes of values that fit. */
    ShortestValues shortest() {
        return shortest;
    }

    /** Whether a value fits, the order of its properties aside. */
    boolean accepts(JsonNode value) {
        return new ShapeMatch(this::shapes).fits(root, value);
    }
}
