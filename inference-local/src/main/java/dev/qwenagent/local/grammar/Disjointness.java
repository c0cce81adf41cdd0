package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Proves that no value that is written of one of two shapes fits the other; where it cannot, it says no. What fits is said by
 * the standard: by it an object may have properties that are left out where it is written.
 */
final class Disjointness {

    private static final int DEEPEST = 8;

    private final Function<SchemaSet, @Nullable List<Shape>> shapes;

    /**
     * For one schema.
     *
     * @param shapes the shapes of a set, or null if they are not known yet
     */
    Disjointness(Function<SchemaSet, @Nullable List<Shape>> shapes) {
        this.shapes = shapes;
    }

    boolean areApart(List<Shape> some, List<Shape> others) {
        return areApart(some, others, DEEPEST);
    }

    private boolean areApart(List<Shape> some, List<Shape> others, int depth) {
        return some.stream().allMatch(one -> others.stream().allMatch(other -> areApart(one, other, depth)));
    }

    private boolean areApart(Shape one, Shape other, int depth) {
        if (one instanceof Shape.Constants(List<JsonNode> values)) {
            return values.stream().noneMatch(value -> mayFit(other, value));
        }
        if (other instanceof Shape.Constants) {
            return areApart(other, one, depth);
        }
        if (one.getClass() != other.getClass()) {
            return true;
        }
        return depth > 0 && switch (one) {
            case Shape.Numeric(NumberRange range, TextDfa _) -> range.isApartFrom(((Shape.Numeric) other).range());
            case Shape.Text text -> areApart(text, (Shape.Text) other);
            case Shape.Sequence sequence -> areApart(sequence, (Shape.Sequence) other, depth - 1);
            case Shape.Mapping mapping -> areApart(mapping, (Shape.Mapping) other, depth - 1);
            case Shape.Null _,Shape.Truth _,Shape.Constants _ -> false;
        };
    }

    private boolean mayFit(Shape shape, JsonNode value) {
        return new ShapeMatch(set -> {
            List<Shape> known = shapes.apply(set);
            return known == null ? List.of(new Shape.Constants(List.of(value))) : known;
        }).fits(List.of(shape), value);
    }

    private static boolean areApart(Shape.Text one, Shape.Text other) {
        boolean lengths = one.most() < other.least() || other.most() < one.least();
        try {
            return lengths || DfaProduct.and(one.text(), other.text()).isEmpty();
        } catch (TooLargeException unknown) {
            return false;
        }
    }

    private boolean areApart(Shape.Sequence one, Shape.Sequence other, int depth) {
        if (one.most() < other.least() || other.most() < one.least()) {
            return true;
        }
        int common = Math.min(Math.max(one.least(), other.least()), 16);
        for (int i = 0; i < common; i++) {
            SchemaSet mine = one.item(i);
            SchemaSet theirs = other.item(i);
            if (mine == null || theirs == null || areApart(mine, theirs, depth)) {
                return true;
            }
        }
        return false;
    }

    private boolean areApart(Shape.Mapping one, Shape.Mapping other, int depth) {
        boolean mineIsMissing = needsWhatIsNeverThere(one, other);
        boolean theirsIsMissing = needsWhatIsNeverThere(other, one);
        // What one needs and the other leaves out keeps objects of the other from fitting one, and not the other way round.
        return one.most() < other.least() || other.most() < one.least() || (mineIsMissing && theirsIsMissing)
                || (mineIsMissing && !other.leavesOut()) || (theirsIsMissing && !one.leavesOut())
                || needsWhatIsApart(one, other, depth) || needsWhatIsApart(other, one, depth);
    }

    /** Whether one has a required property that objects of the other are written without. */
    private static boolean needsWhatIsNeverThere(Shape.Mapping one, Shape.Mapping other) {
        return one.properties()
                .stream()
                .anyMatch(property -> property.required() && value(other, property.name()).isEmpty());
    }

    /** Whether one has a required property that the other has only with values that are never the same. */
    private boolean needsWhatIsApart(Shape.Mapping one, Shape.Mapping other, int depth) {
        return one.properties()
                .stream()
                .filter(Shape.Property::required)
                .anyMatch(property -> value(other, property.name())
                        .filter(theirs -> areApart(property.value(), theirs, depth))
                        .isPresent());
    }

    /** What the value of a property by a name has to fit. */
    private static Optional<SchemaSet> value(Shape.Mapping mapping, String name) {
        return mapping.properties()
                .stream()
                .filter(each -> each.name().equals(name))
                .map(Shape.Property::value)
                .findFirst()
                .or(() -> mapping.others()
                        .stream()
                        .filter(each -> each.names().accepts(name))
                        .map(Shape.Others::value)
                        .findFirst());
    }

    private boolean areApart(SchemaSet one, SchemaSet other, int depth) {
        List<Shape> mine = shapes.apply(one);
        List<Shape> theirs = shapes.apply(other);
        return mine != null && theirs != null && areApart(mine, theirs, depth);
    }
}
