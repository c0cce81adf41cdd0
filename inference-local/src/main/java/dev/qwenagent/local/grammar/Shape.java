package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One kind of value that a schema allows, all keywords about it joined. */
sealed interface Shape {

    /** {@code null}. */
    record Null() implements Shape {}

    /** {@code true} or {@code false}. */
    record Truth() implements Shape {}

    /** A number of a range, as it is written. */
    record Numeric(NumberRange range, TextDfa text) implements Shape {}

    /**
     * A string.
     *
     * @param text what it may hold
     * @param least the fewest characters; 0 unless every text is allowed, since else the automaton counts them
     * @param most the most characters, or {@link #UNLIMITED}
     */
    record Text(TextDfa text, int least, int most) implements Shape {}

    /** One of some values. */
    record Constants(List<JsonNode> values) implements Shape {}

    /**
     * An array.
     *
     * @param first the schemas of the first items
     * @param rest the schema of those behind, or null if there must be none
     * @param least the fewest items
     * @param most the most items, or {@link #UNLIMITED}
     */
    record Sequence(List<SchemaSet> first, @Nullable SchemaSet rest, int least, int most) implements Shape {

        /** The schema of an item; null if there must be none. */
        @Nullable
        SchemaSet item(int index) {
            return index < first.size() ? first.get(index) : rest;
        }
    }

    /**
     * An object.
     *
     * @param properties those that are named, in the order in which they are written
     * @param others those that only a pattern names, or nothing
     * @param least the fewest properties
     * @param most the most properties, or {@link #UNLIMITED}
     * @param leavesOut whether the schema allows others that are not written here, see {@link SchemaRules.Undeclared}
     */
    record Mapping(List<Property> properties, List<Others> others, int least, int most,
            boolean leavesOut) implements Shape {}

    /** A property by its name. */
    record Property(String name, SchemaSet value, boolean required) {}

    /** Properties by a pattern of their names, which goes on for ever wherever it has got to. */
    record Others(TextDfa names, SchemaSet value) {}

    /** No upper bound. */
    int UNLIMITED = Integer.MAX_VALUE;
}
