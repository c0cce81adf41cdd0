package dev.qwenagent.local.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON value that fits a set of schemas. Equal by identity: there is one of each set. */
final class ValueRule implements Rule {

    private final JsonSymbols symbols;
    private final SchemaSet set;
    private @Nullable List<List<Symbol>> rows;

    ValueRule(JsonSymbols symbols, SchemaSet set) {
        this.symbols = symbols;
        this.set = set;
    }

    @Override
    public List<List<Symbol>> rows() {
        List<List<Symbol>> known = rows;
        if (known == null) {
            known = symbols.rows(set);
            rows = known;
        }
        return known;
    }

    /** Those of the shapes than which none is shorter: they do not come back to themselves. */
    @Override
    public List<List<Symbol>> rowsThatEnd() {
        List<Shape> shapes = symbols.model().shapes(set);
        List<List<Symbol>> ending = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            boolean holds = shapes.get(i) instanceof Shape.Sequence || shapes.get(i) instanceof Shape.Mapping;
            if (!holds || symbols.shortest().of(shapes.get(i)) <= length()) {
                ending.add(rows().get(i));
            }
        }
        return ending;
    }

    @Override
    public long length() {
        return symbols.shortest().of(set);
    }

    @Override
    public void shortest(ByteText out) {
        List<Shape> shapes = symbols.model().shapes(set);
        int best = 0;
        for (int i = 1; i < shapes.size(); i++) {
            best = symbols.shortest().of(shapes.get(i)) < symbols.shortest().of(shapes.get(best)) ? i : best;
        }
        rows().get(best).forEach(symbol -> symbol.shortest(out));
    }
}
