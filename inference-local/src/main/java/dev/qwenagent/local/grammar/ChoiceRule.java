package dev.qwenagent.local.grammar;

import java.util.List;

/** One of some rows that are known from the beginning. Equal by identity. */
final class ChoiceRule implements Rule {

    private final List<List<Symbol>> rows;
    private final List<Symbol> shortest;
    private final long length;

    ChoiceRule(List<List<Symbol>> rows) {
        this.rows = rows.stream().map(List::copyOf).toList();
        List<Symbol> best = this.rows.getFirst();
        for (List<Symbol> row : this.rows) {
            best = sum(row) < sum(best) ? row : best;
        }
        this.shortest = best;
        this.length = sum(best);
    }

    private static long sum(List<Symbol> row) {
        return row.stream().mapToLong(Symbol::length).sum();
    }

    @Override
    public List<List<Symbol>> rows() {
        return rows;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void shortest(ByteText out) {
        shortest.forEach(symbol -> symbol.shortest(out));
    }
}
