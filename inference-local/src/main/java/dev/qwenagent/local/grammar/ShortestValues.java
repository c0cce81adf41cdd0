package dev.qwenagent.local.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How short the values can be that fit: the fewest bytes of each set of schemas, found by going over all of them until
 * nothing gets shorter. A set that refers to itself without an end keeps {@link #NONE}.
 */
final class ShortestValues {

    /** There is no finite value. */
    static final long NONE = Long.MAX_VALUE / 4;

    private final Map<SchemaSet, Long> lengths = new HashMap<>();
    private final Layout layout;

    ShortestValues(Map<SchemaSet, List<Shape>> shapes, Layout layout) {
        this.layout = layout;
        List<Map.Entry<SchemaSet, List<Shape>>> deepestFirst = new ArrayList<>(shapes.entrySet()).reversed();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (var entry : deepestFirst) {
                long length = NONE;
                for (Shape shape : entry.getValue()) {
                    length = Math.min(length, of(shape));
                }
                if (length < of(entry.getKey())) {
                    lengths.put(entry.getKey(), length);
                    changed = true;
                }
            }
        }
    }

    /** The fewest bytes of a value that fits, or {@link #NONE}. */
    long of(SchemaSet set) {
        return lengths.getOrDefault(set, NONE);
    }

    boolean isPossible(Shape shape) {
        return of(shape) < NONE;
    }

    /** The fewest bytes of a value of a shape, or {@link #NONE}. */
    long of(Shape shape) {
        long length = switch (shape) {
            case Shape.Null _,Shape.Truth _ -> 4;
            case Shape.Numeric(NumberRange _, TextDfa text) -> text.distance(0);
            case Shape.Text text -> TextTerminal.quoted(text).length();
            case Shape.Constants constants -> constants.values()
                    .stream()
                    .mapToLong(value -> JsonWriting.write(value, layout).length())
                    .min()
                    .orElse(NONE);
            case Shape.Sequence sequence -> of(sequence);
            case Shape.Mapping mapping -> 2 + of(mapping);
        };
        return Math.min(NONE, length);
    }

    private long of(Shape.Sequence sequence) {
        long length = 2;
        for (int i = 0; i < sequence.least() && length < NONE; i++) {
            SchemaSet item = sequence.item(i);
            long of = item == null ? NONE : of(item);
            if (i >= sequence.first().size()) {
                long rest = sequence.least() - i;
                return of >= NONE ? NONE : length + rest * (of + layout.comma().length());
            }
            length += of + (i == 0 ? 0 : layout.comma().length());
        }
        return length;
    }

    private long of(Shape.Mapping mapping) {
        return of(mapping, 0, 0);
    }

    /** What the shortest way adds: the properties from one on, where so many have been written. */
    private long of(Shape.Mapping mapping, int from, int written) {
        List<Shape.Property> shortest = shortest(mapping, from, written);
        long length = 0;
        int count = written;
        for (Shape.Property property : shortest) {
            length += (count++ == 0 ? 0 : layout.comma().length()) + JsonWriting.quoted(property.name()).length()
                    + layout.colon().length() + of(property.value());
        }
        if (count < mapping.least()) {
            long other = NONE;
            for (Shape.Others others : mapping.others()) {
                other = Math.min(other, of(others.value()) + others.names().distance(0) + 6);
            }
            return other >= NONE ? NONE : Math.min(NONE, length + (mapping.least() - count) * (other + 8));
        }
        return Math.min(NONE, length);
    }

    /** The properties from one on that the shortest way has, in their order. */
    List<Shape.Property> shortest(Shape.Mapping mapping, int from, int written) {
        List<Shape.Property> rest = mapping.properties()
                .subList(Math.min(from, mapping.properties().size()),
                        mapping.properties().size());
        long required = rest.stream().filter(Shape.Property::required).count();
        long missing = mapping.least() - written - required;
        if (missing <= 0) {
            return rest.stream().filter(Shape.Property::required).toList();
        }
        List<Shape.Property> chosen = rest.stream()
                .filter(property -> !property.required() && of(property.value()) < NONE)
                .sorted(Comparator.comparingLong(property -> property.name().length() + of(property.value())))
                .limit(missing)
                .toList();
        return rest.stream().filter(property -> property.required() || chosen.contains(property)).toList();
    }

    /** The shape without what can never be there. */
    Shape pruned(Shape shape) {
        return switch (shape) {
            case Shape.Sequence sequence -> pruned(sequence);
            case Shape.Mapping mapping -> new Shape.Mapping(
                    mapping.properties().stream().filter(property -> of(property.value()) < NONE).toList(),
                    mapping.others().stream().filter(others -> of(others.value()) < NONE).toList(), mapping.least(),
                    mapping.most(), mapping.leavesOut());
            case Shape.Null _,Shape.Truth _,Shape.Numeric _,Shape.Text _,Shape.Constants _ -> shape;
        };
    }

    private Shape pruned(Shape.Sequence sequence) {
        int most = sequence.most();
        for (int i = 0; i < sequence.first().size(); i++) {
            if (of(sequence.first().get(i)) >= NONE) {
                most = Math.min(most, i);
            }
        }
        SchemaSet rest = sequence.rest() == null || of(sequence.rest()) >= NONE ? null : sequence.rest();
        most = rest == null ? Math.min(most, sequence.first().size()) : most;
        return new Shape.Sequence(sequence.first(), rest, sequence.least(), most);
    }
}
