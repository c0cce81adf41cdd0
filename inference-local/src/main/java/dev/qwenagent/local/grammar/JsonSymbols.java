package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the symbols of a schema, each when it is first needed. Not thread-safe: used under the lock of its grammar. */
final class JsonSymbols {

    private final SchemaModel model;
    private final Map<SchemaSet, ValueRule> values = new HashMap<>();

    JsonSymbols(SchemaModel model) {
        this.model = model;
    }

    SchemaModel model() {
        return model;
    }

    Layout layout() {
        return model.rules().layout();
    }

    ShortestValues shortest() {
        return model.shortest();
    }

    ValueRule root() {
        return value(model.root());
    }

    ValueRule value(SchemaSet set) {
        return values.computeIfAbsent(set, each -> new ValueRule(this, each));
    }

    /** The symbols that write a value of a shape. */
    List<Symbol> row(Shape shape) {
        return switch (shape) {
            case Shape.Null _ -> List.of(Literal.of("null"));
            case Shape.Truth _ ->
                List.of(new ChoiceRule(List.of(List.of(Literal.of("true")), List.of(Literal.of("false")))));
            case Shape.Numeric(NumberRange _, TextDfa text) -> List.of(TextTerminal.raw(text));
            case Shape.Text text -> List.of(TextTerminal.quoted(text));
            case Shape.Constants(List<JsonNode> values) ->
                List.of(TextTerminal.raw(TextDfa.of(values.stream()
                        .map(value -> JsonWriting.write(value, layout()))
                        .toList())));
            case Shape.Sequence sequence ->
                List.of(Literal.of("["), new ItemsRule(new ItemsRule.Form(this, sequence), 0));
            case Shape.Mapping mapping -> List.of(Literal.of("{"),
                    new PropertiesRule(new PropertiesRule.Form(this, mapping), 0, 0, KeySet.NONE));
        };
    }

    List<List<Symbol>> rows(SchemaSet set) {
        List<List<Symbol>> rows = new ArrayList<>();
        model.shapes(set).forEach(shape -> rows.add(row(shape)));
        return rows;
    }
}
