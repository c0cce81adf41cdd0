package dev.qwenagent.local.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * The rest of an array, its closing bracket included.
 *
 * @param form which array
 * @param written how many items it has; no more are counted than make a difference
 */
record ItemsRule(Form form, int written) implements Rule {

    /** One array shape; equal by identity. */
    static final class Form {

        private final JsonSymbols symbols;
        private final Shape.Sequence shape;
        private final Literal comma;
        private final Literal close = Literal.of("]");

        Form(JsonSymbols symbols, Shape.Sequence shape) {
            this.symbols = symbols;
            this.shape = shape;
            this.comma = Literal.of(symbols.layout().comma());
        }
    }

    @Override
    public List<List<Symbol>> rows() {
        return rows(form.shape.most());
    }

    @Override
    public List<List<Symbol>> rowsThatEnd() {
        return rows(form.shape.least());
    }

    private List<List<Symbol>> rows(int most) {
        List<List<Symbol>> rows = new ArrayList<>();
        SchemaSet item = form.shape.item(written);
        if (written < most && item != null) {
            List<Symbol> row = new ArrayList<>();
            if (written > 0) {
                row.add(form.comma);
            }
            row.add(form.symbols.value(item));
            row.add(after());
            rows.add(row);
        }
        if (written >= form.shape.least()) {
            rows.add(List.of(form.close));
        }
        return rows;
    }

    private ItemsRule after() {
        boolean counts = form.shape.most() != Shape.UNLIMITED
                || written < Math.max(form.shape.least(), Math.max(1, form.shape.first().size()));
        return counts ? new ItemsRule(form, written + 1) : this;
    }

    @Override
    public int depth() {
        return 1;
    }

    @Override
    public long length() {
        long length = 1;
        int least = form.shape.least();
        for (int i = written; i < least; i++) {
            SchemaSet item = form.shape.item(i);
            long of = item == null ? ShortestValues.NONE : form.symbols.shortest().of(item);
            long comma = form.symbols.layout().comma().length();
            if (i >= Math.max(1, form.shape.first().size())) {
                return length + (least - i) * (of + comma);
            }
            length += of + (i == 0 ? 0 : comma);
        }
        return length;
    }

    @Override
    public void shortest(ByteText out) {
        for (int i = written; i < form.shape.least(); i++) {
            SchemaSet item = form.shape.item(i);
            if (i > 0) {
                form.comma.shortest(out);
            }
            if (item != null) {
                form.symbols.value(item).shortest(out);
            }
        }
        form.close.shortest(out);
    }
}
