package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a grammar: a text, JSON of a schema, one piece after the other, one of several. Immutable, and for one grammar
 * only.
 */
public final class Fragment {

    private final List<Symbol> symbols;

    private Fragment(List<Symbol> symbols) {
        this.symbols = List.copyOf(symbols);
    }

    /** Exactly this text. */
    public static Fragment text(String text) {
        return new Fragment(text.isEmpty() ? List.of() : List.of(Literal.of(text)));
    }

    /**
     * A JSON value that fits a schema.
     *
     * @throws UnsupportedSchemaException if the schema cannot be held to
     */
    public static Fragment json(JsonNode schema, SchemaRules rules) {
        return new Fragment(List.of(new JsonSymbols(SchemaModel.of(schema, rules)).root()));
    }

    /**
     * A value that stands for itself, between a place and a text that ends it: a string as it is, all else as JSON.
     *
     * @param schema what the value has to fit
     * @param end what ends the value; no string that has it within is written
     * @throws UnsupportedSchemaException if the schema cannot be held to
     */
    public static Fragment value(JsonNode schema, SchemaRules rules, ValueEnd end) {
        return new Fragment(List.of(RawValues.of(SchemaModel.of(schema, rules), end)));
    }

    /** One after the other. */
    public static Fragment sequence(List<Fragment> parts) {
        return new Fragment(parts.stream().flatMap(part -> part.symbols.stream()).toList());
    }

    /** One of several, at least one. */
    public static Fragment choice(List<Fragment> options) {
        return new Fragment(List.of(new ChoiceRule(options.stream().map(option -> option.symbols).toList())));
    }

    /** One of several, or nothing. */
    public static Fragment optional(Fragment part) {
        List<List<Symbol>> rows = new ArrayList<>();
        rows.add(part.symbols);
        rows.add(List.of());
        return new Fragment(List.of(new ChoiceRule(rows)));
    }

    Symbol root() {
        return new ChoiceRule(List.of(symbols));
    }
}
