package dev.qwenagent.local.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Automata made of automata. */
final class DfaProduct {

    private record Pair(int left, int right) {}

    private final Map<Pair, Integer> known = new HashMap<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final TextDfa.Builder made = new TextDfa.Builder();

    private DfaProduct() {}

    private int enter(int left, int right, boolean accepts) {
        Pair pair = new Pair(left, right);
        Integer state = known.get(pair);
        if (state == null) {
            state = made.state(accepts);
            known.put(pair, state);
            pairs.add(pair);
        }
        return state;
    }

    /** The texts that both accept. */
    static TextDfa and(TextDfa one, TextDfa other) {
        if (one.isEmpty() || other.isAny()) {
            return one;
        }
        if (other.isEmpty() || one.isAny()) {
            return other;
        }
        DfaProduct product = new DfaProduct();
        product.enter(0, 0, one.accepts(0) && other.accepts(0));
        for (int state = 0; state < product.pairs.size(); state++) {
            Pair pair = product.pairs.get(state);
            int mine = one.firstEdge(pair.left());
            int theirs = other.firstEdge(pair.right());
            while (mine < one.endOfEdges(pair.left()) && theirs < other.endOfEdges(pair.right())) {
                int from = Math.max(one.first(mine), other.first(theirs));
                int to = Math.min(one.last(mine), other.last(theirs));
                if (from <= to) {
                    int left = one.target(mine);
                    int right = other.target(theirs);
                    product.made.edge(state, from, to,
                            product.enter(left, right, one.accepts(left) && other.accepts(right)));
                }
                if (one.last(mine) < other.last(theirs)) {
                    mine++;
                } else {
                    theirs++;
                }
            }
        }
        return product.made.build();
    }

    /** The texts that one accepts and the other does not. */
    static TextDfa minus(TextDfa one, TextDfa other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one;
        }
        DfaProduct product = new DfaProduct();
        product.enter(0, 0, one.accepts(0) && !other.accepts(0));
        for (int state = 0; state < product.pairs.size(); state++) {
            Pair pair = product.pairs.get(state);
            for (int edge = one.firstEdge(pair.left()); edge < one.endOfEdges(pair.left()); edge++) {
                product.without(state, one, edge, other, pair.right());
            }
        }
        return product.made.build();
    }

    /** Splits an edge at those of a state of the other automaton, which may be dead already. */
    private void without(int state, TextDfa one, int edge, TextDfa other, int right) {
        int left = one.target(edge);
        int next = one.first(edge);
        int end = right == TextDfa.DEAD ? 0 : other.endOfEdges(right);
        for (int theirs = right == TextDfa.DEAD ? 0 : other.firstEdge(right); theirs < end; theirs++) {
            int from = Math.max(next, other.first(theirs));
            int to = Math.min(one.last(edge), other.last(theirs));
            if (from > to) {
                continue;
            }
            if (from > next) {
                made.edge(state, next, from - 1, enter(left, TextDfa.DEAD, one.accepts(left)));
            }
            int target = other.target(theirs);
            made.edge(state, from, to, enter(left, target, one.accepts(left) && !other.accepts(target)));
            next = to + 1;
        }
        if (next <= one.last(edge)) {
            made.edge(state, next, one.last(edge), enter(left, TextDfa.DEAD, one.accepts(left)));
        }
    }

    /** The texts of at least some number of characters. */
    static TextDfa atLeast(TextDfa dfa, int characters) {
        if (dfa.isEmpty() || characters == 0) {
            return dfa;
        }
        DfaProduct product = new DfaProduct();
        product.enter(0, characters, false);
        for (int state = 0; state < product.pairs.size(); state++) {
            Pair pair = product.pairs.get(state);
            int left = Math.max(0, pair.right() - 1);
            for (int edge = dfa.firstEdge(pair.left()); edge < dfa.endOfEdges(pair.left()); edge++) {
                int target = dfa.target(edge);
                product.made.edge(state, dfa.first(edge), dfa.last(edge),
                        product.enter(target, left, left == 0 && dfa.accepts(target)));
            }
        }
        return product.made.build();
    }

    /**
     * The texts followed by an end that shows where they end: nothing follows the first whole end.
     *
     * @param end a text in which the first character comes once
     */
    static TextDfa before(TextDfa dfa, String end) {
        if (dfa.isEmpty()) {
            return dfa;
        }
        DfaProduct product = new DfaProduct();
        product.enter(0, 0, false);
        for (int state = 0; state < product.pairs.size(); state++) {
            Pair pair = product.pairs.get(state);
            if (pair.right() == end.length()) {
                continue;
            }
            boolean mayEnd = pair.left() != TextDfa.DEAD && dfa.accepts(pair.left());
            product.followed(state, dfa, pair, end, mayEnd);
        }
        return product.made.build();
    }

    private void followed(int state, TextDfa dfa, Pair pair, String end, boolean mayEnd) {
        int[] marked = {pair.right() > 0 ? end.charAt(pair.right()) : -1, mayEnd ? end.charAt(0) : -1};
        Arrays.sort(marked);
        int[] reached = new int[2];
        for (int i = 0; i < 2; i++) {
            reached[i] = pair.right() > 0 && marked[i] == end.charAt(pair.right()) ? pair.right() + 1 : 1;
        }
        int edge = pair.left() == TextDfa.DEAD ? 0 : dfa.firstEdge(pair.left());
        int endOfEdges = pair.left() == TextDfa.DEAD ? 0 : dfa.endOfEdges(pair.left());
        for (; edge < endOfEdges; edge++) {
            int next = dfa.first(edge);
            for (int i = 0; i < 2; i++) {
                if (marked[i] >= next && marked[i] <= dfa.last(edge)) {
                    if (marked[i] > next) {
                        made.edge(state, next, marked[i] - 1, enter(dfa.target(edge), 0, false));
                    }
                    next = marked[i] + 1;
                }
            }
            if (next <= dfa.last(edge)) {
                made.edge(state, next, dfa.last(edge), enter(dfa.target(edge), 0, false));
            }
        }
        for (int i = 0; i < 2; i++) {
            if (marked[i] >= 0 && (i == 0 || marked[i] != marked[0])) {
                int target = pair.left() == TextDfa.DEAD ? TextDfa.DEAD : dfa.next(pair.left(), marked[i]);
                made.edge(state, marked[i], marked[i],
                        enter(reached[i] == end.length() ? TextDfa.DEAD : target, reached[i],
                                reached[i] == end.length()));
            }
        }
    }
}
