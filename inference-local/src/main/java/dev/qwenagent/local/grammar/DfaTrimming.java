package dev.qwenagent.local.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** What is computed over the graph of an automaton: which states lead to acceptance, how far it is, which go on for ever. */
final class DfaTrimming {

    private static final int UNREACHED = -1;

    private DfaTrimming() {}

    /** Leaves out states that lead to no acceptance, sorts the edges and joins neighbours. */
    static TextDfa trim(List<Boolean> accepting, List<int[]> edges, List<Integer> counts) {
        int states = accepting.size();
        boolean[] accepts = new boolean[states];
        int[] begin = new int[states + 1];
        for (int i = 0; i < states; i++) {
            accepts[i] = accepting.get(i);
            begin[i + 1] = begin[i] + counts.get(i);
        }
        int[] targets = new int[begin[states]];
        for (int i = 0; i < states; i++) {
            for (int e = 0; e < counts.get(i); e++) {
                targets[begin[i] + e] = edges.get(i)[3 * e + 2];
            }
        }
        int[] distance = distances(accepts, begin, targets);
        int[] number = new int[states];
        int live = 0;
        boolean startLives = states > 0 && distance[0] != UNREACHED;
        for (int i = 0; i < states; i++) {
            number[i] = startLives && distance[i] != UNREACHED ? live++ : UNREACHED;
        }
        boolean[] kept = new boolean[live];
        int[] keptBegin = new int[live + 1];
        IntArray first = new IntArray();
        IntArray last = new IntArray();
        IntArray target = new IntArray();
        for (int i = 0; i < states; i++) {
            if (number[i] == UNREACHED) {
                continue;
            }
            kept[number[i]] = accepts[i];
            int start = first.size();
            for (int[] edge : sorted(edges.get(i), counts.get(i))) {
                int to = number[edge[2]];
                if (to == UNREACHED) {
                    continue;
                }
                boolean joins = first.size() > start && last.last() + 1 == edge[0] && target.last() == to;
                if (joins) {
                    last.setLast(edge[1]);
                } else {
                    first.add(edge[0]);
                    last.add(edge[1]);
                    target.add(to);
                }
            }
            keptBegin[number[i] + 1] = first.size();
        }
        return TextDfa.of(kept, keptBegin, first.toArray(), last.toArray(), target.toArray());
    }

    private static List<int[]> sorted(int[] edges, int count) {
        List<int[]> sorted = new ArrayList<>(count);
        for (int e = 0; e < count; e++) {
            sorted.add(new int[]{edges[3 * e], edges[3 * e + 1], edges[3 * e + 2]});
        }
        sorted.sort(Comparator.comparingInt(edge -> edge[0]));
        return sorted;
    }

    /** The fewest edges from each state to one that accepts; -1 where there is no way. */
    static int[] distances(boolean[] accepting, int[] edges, int[] targets) {
        int states = accepting.length;
        int[] incoming = new int[states + 1];
        for (int target : targets) {
            incoming[target + 1]++;
        }
        for (int i = 0; i < states; i++) {
            incoming[i + 1] += incoming[i];
        }
        int[] sources = new int[targets.length];
        int[] filled = incoming.clone();
        for (int state = 0; state < states; state++) {
            for (int e = edges[state]; e < edges[state + 1]; e++) {
                sources[filled[targets[e]]++] = state;
            }
        }
        int[] distance = new int[states];
        Arrays.fill(distance, UNREACHED);
        Deque<Integer> open = new ArrayDeque<>();
        for (int state = 0; state < states; state++) {
            if (accepting[state]) {
                distance[state] = 0;
                open.add(state);
            }
        }
        while (!open.isEmpty()) {
            int state = open.remove();
            for (int i = incoming[state]; i < incoming[state + 1]; i++) {
                if (distance[sources[i]] == UNREACHED) {
                    distance[sources[i]] = distance[state] + 1;
                    open.add(sources[i]);
                }
            }
        }
        return distance;
    }

    /** The states from which a circle can be reached: what remains when those without a way on are taken away in turn. */
    static boolean[] endless(int[] edges, int[] targets) {
        int states = edges.length - 1;
        boolean[] endless = new boolean[states];
        Arrays.fill(endless, true);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int state = states - 1; state >= 0; state--) {
                if (endless[state]) {
                    boolean goesOn = false;
                    for (int e = edges[state]; e < edges[state + 1] && !goesOn; e++) {
                        goesOn = endless[targets[e]];
                    }
                    endless[state] = goesOn;
                    changed |= !goesOn;
                }
            }
        }
        return endless;
    }
}
