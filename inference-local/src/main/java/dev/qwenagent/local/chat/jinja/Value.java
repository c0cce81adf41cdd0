package dev.qwenagent.local.chat.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What a template computes with: Python's JSON-like values, and what Jinja adds to them. */
public sealed interface Value {

    /** The text {@code ""}. */
    Value EMPTY = new Text("");

    /** A string of Unicode text. */
    record Text(String text) implements Value {}

    /** An integer of any size. */
    record Whole(BigInteger value) implements Value {}

    /** A floating-point number. */
    record Real(double value) implements Value {}

    /** {@code true} or {@code false}. */
    record Truth(boolean value) implements Value {}

    /** Python's {@code None}, JSON's {@code null}. */
    enum None implements Value {
        NONE
    }

    /**
     * What a name stands for that nothing was given for: prints as nothing, is false, and refuses
     * everything else.
     *
     * @param name what was looked up, for the message
     */
    record Undefined(String name) implements Value {}

    /** A list or tuple. */
    record Sequence(List<Value> items) implements Value {

        /** Copies the items. */
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** A dictionary with text keys, in the order of insertion. */
    record Mapping(SequencedMap<String, Value> entries) implements Value {

        /** Copies the entries, keeping their order. */
        public Mapping {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }
    }

    /** Jinja's {@code namespace()}: the one value that a template can change. */
    final class Namespace implements Value {

        private final Map<String, Value> attributes = new LinkedHashMap<>();

        Namespace(Map<String, Value> initial) {
            attributes.putAll(initial);
        }

        Value get(String name) {
            Value value = attributes.get(name);
            return value == null ? new Undefined(name) : value;
        }

        void set(String name, Value value) {
            attributes.put(name, value);
        }
    }

    /** A macro together with the scope that it was defined in. */
    record Macro(Statement.MacroDefinition definition, Scope scope) implements Value {}

    /** The text as a value. */
    static Value of(String text) {
        return new Text(text);
    }

    /** The truth value as a value. */
    static Value of(boolean value) {
        return new Truth(value);
    }

    /** The integer as a value. */
    static Value of(long value) {
        return new Whole(BigInteger.valueOf(value));
    }

    /** The items as a list. */
    static Value of(List<? extends Value> items) {
        return new Sequence(new ArrayList<>(items));
    }

    /** The entries as a dictionary, in their order. */
    static Value of(SequencedMap<String, Value> entries) {
        return new Mapping(entries);
    }
}
