package dev.qwenagent.local.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * The rest of an object, its closing brace included: declared properties in their order, then others in any order.
 *
 * @param form which object
 * @param next the first declared property that may still come
 * @param written how many properties it has; no more are counted than make a difference
 * @param keys the keys of the other properties
 */
record PropertiesRule(Form form, int next, int written, KeySet keys) implements Rule {

    /** One object shape; equal by identity. */
    static final class Form {

        private final JsonSymbols symbols;
        private final Shape.Mapping shape;
        private final List<Literal> firstKeys; // (properties): with the colon
        private final List<Literal> laterKeys; // (properties): with the comma before, too
        private final int[] requiredFrom; // (properties + 1): how many required ones there are from each on
        private final Literal close = Literal.of("}");

        Form(JsonSymbols symbols, Shape.Mapping shape) {
            this.symbols = symbols;
            this.shape = shape;
            Layout layout = symbols.layout();
            List<String> keys = shape.properties()
                    .stream()
                    .map(property -> JsonWriting.quoted(property.name()) + layout.colon())
                    .toList();
            this.firstKeys = keys.stream().map(Literal::of).toList();
            this.laterKeys = keys.stream().map(key -> Literal.of(layout.comma() + key)).toList();
            this.requiredFrom = new int[keys.size() + 1];
            for (int i = keys.size() - 1; i >= 0; i--) {
                requiredFrom[i] = requiredFrom[i + 1] + (shape.properties().get(i).required() ? 1 : 0);
            }
        }

        private int size() {
            return shape.properties().size();
        }

        private boolean counts() {
            return shape.least() > 0 || shape.most() != Shape.UNLIMITED;
        }

        /** Whether an object that has so many properties, and goes on with these at most, can have as many as it must. */
        private boolean mayReach(int written, int from) {
            long required = requiredFrom[from];
            boolean enough = !shape.others().isEmpty() || written + size() - from >= shape.least();
            return enough && written + required <= shape.most();
        }
    }

    @Override
    public List<List<Symbol>> rows() {
        List<List<Symbol>> rows = new ArrayList<>();
        int at = next;
        while (at < form.size()) {
            if (form.mayReach(written + 1, at + 1)) {
                rows.add(List.of(written == 0 ? form.firstKeys.get(at) : form.laterKeys.get(at),
                        form.symbols.value(form.shape.properties().get(at).value()), after(at + 1)));
            }
            if (form.shape.properties().get(at).required()) {
                return rows;
            }
            at++;
        }
        if (written < form.shape.most()) {
            for (Shape.Others others : form.shape.others()) {
                rows.add(other(others));
            }
        }
        if (written >= form.shape.least() || !form.counts()) {
            rows.add(List.of(form.close));
        }
        return rows;
    }

    @Override
    public List<List<Symbol>> rowsThatEnd() {
        List<List<Symbol>> ending = new ArrayList<>();
        List<Shape.Property> shortest = form.symbols.shortest().shortest(form.shape, next, written);
        if (!shortest.isEmpty()) {
            int index = form.shape.properties().indexOf(shortest.getFirst());
            ending.add(List.of(written == 0 ? form.firstKeys.get(index) : form.laterKeys.get(index),
                    form.symbols.value(shortest.getFirst().value()), after(index + 1)));
        } else if (written < form.shape.least()) {
            ending.add(other(cheapest()));
        } else {
            ending.add(List.of(form.close));
        }
        return ending;
    }

    private List<Symbol> other(Shape.Others others) {
        KeyTerminal key = new KeyTerminal(TextTerminal.quoted(others.names()), "",
                new PropertiesRule(form, form.size(), written, keys), others.value());
        return written == 0 ? List.of(key) : List.of(Literal.of(form.symbols.layout().comma()), key);
    }

    private PropertiesRule after(int property) {
        int count = written == 0 ? 1 : form.counts() ? written + 1 : written;
        return new PropertiesRule(form, property, count, keys);
    }

    /** What follows the key of a property that is not declared, once it is written. */
    List<Symbol> afterOther(String key, SchemaSet value) {
        int count = written == 0 ? 1 : form.counts() ? written + 1 : written;
        return List.of(Literal.of(form.symbols.layout().colon()), form.symbols.value(value),
                new PropertiesRule(form, form.size(), count, keys.with(key)));
    }

    private Shape.Others cheapest() {
        Shape.Others best = form.shape.others().getFirst();
        for (Shape.Others others : form.shape.others()) {
            best = form.symbols.shortest().of(others.value()) < form.symbols.shortest().of(best.value()) ? others
                    : best;
        }
        return best;
    }

    @Override
    public int depth() {
        return 1;
    }

    @Override
    public long length() {
        ByteText out = new ByteText();
        shortest(out);
        return out.toBytes().length;
    }

    @Override
    public void shortest(ByteText out) {
        PropertiesRule at = this;
        for (Shape.Property property : form.symbols.shortest().shortest(form.shape, next, written)) {
            int index = form.shape.properties().indexOf(property);
            (at.written == 0 ? form.firstKeys : form.laterKeys).get(index).shortest(out);
            form.symbols.value(property.value()).shortest(out);
            at = at.after(index + 1);
        }
        if (at.written < form.shape.least()) {
            at.other(at.cheapest()).forEach(symbol -> symbol.shortest(out)); // the key brings what follows it
        } else {
            form.close.shortest(out);
        }
    }
}
