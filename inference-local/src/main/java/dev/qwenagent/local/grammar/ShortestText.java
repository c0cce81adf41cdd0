package dev.qwenagent.local.grammar;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** From each state of an automaton, the way to acceptance in the fewest bytes: Dijkstra's, from the accepting states on. */
final class ShortestText {

    private static final int NONE = Integer.MAX_VALUE / 2;

    private record Open(int state, int cost) {}

    private final int[] cost; // (states): bytes to acceptance
    private final int[] character; // (states): the first of them as a character, -1 at the end
    private final int[] next; // (states): where it leads

    ShortestText(TextDfa dfa, Encoding encoding) {
        int states = dfa.size();
        cost = new int[states];
        character = new int[states];
        next = new int[states];
        Arrays.fill(cost, NONE);
        Arrays.fill(character, -1);
        IntArray[] sources = new IntArray[states];
        for (int state = 0; state < states; state++) {
            for (int edge = dfa.firstEdge(state); edge < dfa.endOfEdges(state); edge++) {
                int target = dfa.target(edge);
                sources[target] = sources[target] == null ? new IntArray() : sources[target];
                sources[target].add(state);
                sources[target].add(edge);
            }
        }
        PriorityQueue<Open> open = new PriorityQueue<>(Comparator.comparingInt(Open::cost));
        for (int state = 0; state < states; state++) {
            if (dfa.accepts(state)) {
                cost[state] = 0;
                open.add(new Open(state, 0));
            }
        }
        while (!open.isEmpty()) {
            Open nearest = open.remove();
            if (nearest.cost() > cost[nearest.state()] || sources[nearest.state()] == null) {
                continue;
            }
            int[] incoming = sources[nearest.state()].toArray();
            for (int i = 0; i < incoming.length; i += 2) {
                int cheapest = cheapest(dfa.first(incoming[i + 1]), dfa.last(incoming[i + 1]), encoding);
                int sum = nearest.cost() + encoding.cost(cheapest);
                if (sum < cost[incoming[i]]) {
                    cost[incoming[i]] = sum;
                    character[incoming[i]] = cheapest;
                    next[incoming[i]] = nearest.state();
                    open.add(new Open(incoming[i], sum));
                }
            }
        }
    }

    /** Of a range of characters the one with the fewest bytes; letters and digits are looked at first. */
    private static int cheapest(int first, int last, Encoding encoding) {
        for (int c : new int[]{'a', 'A', '0', ' '}) {
            if (c >= first && c <= last) {
                return c;
            }
        }
        int best = first;
        for (int c = first; c <= Math.min(last, first + 0x80); c++) {
            best = encoding.cost(c) < encoding.cost(best) ? c : best;
        }
        return best;
    }

    /** The fewest bytes from a state on. */
    int bytes(int state) {
        return cost[state];
    }

    /** The shortest end of a text, from a state on. */
    String text(int state) {
        StringBuilder text = new StringBuilder();
        for (int at = state; character[at] >= 0; at = next[at]) {
            text.appendCodePoint(character[at]);
        }
        return text.toString();
    }
}
