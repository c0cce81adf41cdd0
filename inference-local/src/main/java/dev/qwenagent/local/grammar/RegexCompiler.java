package dev.qwenagent.local.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes an automaton of a regular expression: a nondeterministic one by Thompson's construction ("Regular expression search
 * algorithm", 1968), then the sets of its states that can be reached together. Both are bounded in work, since a pattern of
 * a few characters can ask for more states than there is memory.
 */
final class RegexCompiler {

    private static final int MOST_NODES = 60_000;
    private static final long MOST_WORK = 30_000_000;
    private static final int NONE = -1;

    private record Fragment(int start, int end) {}

    private final List<int[]> jumps = new ArrayList<>(); // by node: up to two nodes reached without a character
    private final List<CharSet> labels = new ArrayList<>(); // by node: characters that lead to its first jump, or none
    private long work;
    private int[] seen = {}; // by node: the last round in which it was reached
    private int[] reached = {};
    private int[] stack = new int[64];
    private int round;

    private RegexCompiler() {}

    /**
     * The automaton of the texts that match as a whole.
     *
     * @throws TooLargeException if it would be too large
     */
    static TextDfa compile(Regex regex) {
        RegexCompiler compiler = new RegexCompiler();
        Fragment whole = compiler.add(regex);
        return compiler.determine(whole);
    }

    private int node() {
        if (jumps.size() >= MOST_NODES) {
            throw new TooLargeException("the pattern has more than " + MOST_NODES + " positions");
        }
        jumps.add(new int[]{NONE, NONE});
        labels.add(CharSet.NONE);
        return jumps.size() - 1;
    }

    private void jump(int from, int to) {
        int[] targets = jumps.get(from);
        targets[targets[0] == NONE ? 0 : 1] = to;
    }

    private Fragment add(Regex regex) {
        return switch (regex) {
            case Regex.Chars(CharSet set) -> {
                int start = node();
                int end = node();
                labels.set(start, set);
                if (!set.isEmpty()) { // no character of none: a jump without a label would be taken for free
                    jump(start, end);
                }
                yield new Fragment(start, end);
            }
            case Regex.Sequence(List<Regex> parts) -> {
                int start = node();
                int end = start;
                for (Regex part : parts) {
                    Fragment next = add(part);
                    jump(end, next.start());
                    end = next.end();
                }
                yield new Fragment(start, end);
            }
            case Regex.Choice(List<Regex> options) -> {
                int start = node();
                int end = node();
                int fork = start;
                for (Regex option : options) {
                    Fragment next = add(option);
                    jump(fork, next.start());
                    jump(next.end(), end);
                    int more = node();
                    jump(fork, more);
                    fork = more;
                }
                yield new Fragment(start, end);
            }
            case Regex.Repeat repeat -> repeat(repeat);
        };
    }

    private Fragment repeat(Regex.Repeat repeat) {
        int start = node();
        int at = start;
        for (int i = 0; i < repeat.least(); i++) {
            Fragment next = add(repeat.body());
            jump(at, next.start());
            at = next.end();
        }
        if (repeat.most() == Regex.UNBOUNDED) {
            int loop = node();
            int end = node();
            Fragment body = add(repeat.body());
            jump(at, loop);
            jump(loop, body.start());
            jump(loop, end);
            jump(body.end(), loop);
            return new Fragment(start, end);
        }
        int end = node();
        for (int i = repeat.least(); i < repeat.most(); i++) {
            Fragment next = add(repeat.body());
            int fork = node();
            jump(at, fork);
            jump(fork, next.start());
            jump(fork, end);
            at = next.end();
        }
        jump(at, end);
        return new Fragment(start, end);
    }

    private TextDfa determine(Fragment whole) {
        seen = new int[jumps.size()];
        reached = new int[jumps.size()];
        List<CharSet> classes = classes();
        Map<CharSet, int[]> classesOf = new HashMap<>();
        TextDfa.Builder dfa = new TextDfa.Builder();
        Map<List<Integer>, Integer> known = new HashMap<>();
        List<int[]> sets = new ArrayList<>();
        enter(closure(new int[]{whole.start()}), whole.end(), known, sets, dfa);
        for (int state = 0; state < sets.size(); state++) {
            int[][] targets = new int[classes.size()][];
            int[] sizes = new int[classes.size()];
            for (int node : sets.get(state)) {
                CharSet label = labels.get(node);
                if (!label.isEmpty()) {
                    for (int index : classesOf.computeIfAbsent(label, set -> within(set, classes))) {
                        targets[index] = targets[index] == null ? new int[4] : targets[index];
                        if (sizes[index] == targets[index].length) {
                            targets[index] = Arrays.copyOf(targets[index], 2 * sizes[index]);
                        }
                        targets[index][sizes[index]++] = jumps.get(node)[0];
                    }
                }
            }
            for (int index = 0; index < targets.length; index++) {
                if (sizes[index] > 0) {
                    int[] reached = closure(Arrays.copyOf(targets[index], sizes[index]));
                    int target = enter(reached, whole.end(), known, sets, dfa);
                    dfa.edge(state, classes.get(index), target);
                }
            }
        }
        return dfa.build();
    }

    private static int enter(int[] set, int end, Map<List<Integer>, Integer> known, List<int[]> sets,
            TextDfa.Builder dfa) {
        List<Integer> key = Arrays.stream(set).boxed().toList();
        Integer state = known.get(key);
        if (state == null) {
            state = dfa.state(Arrays.binarySearch(set, end) >= 0);
            known.put(key, state);
            sets.add(set);
        }
        return state;
    }

    private static int[] within(CharSet set, List<CharSet> classes) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            if (set.contains(classes.get(i).first(0))) {
                found.add(i);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The nodes reached without a character, in ascending order; only those that matter: with a label, or the last. */
    private int[] closure(int[] from) {
        round++;
        int size = from.length;
        stack = size > stack.length ? new int[2 * size] : stack;
        System.arraycopy(from, 0, stack, 0, size);
        int found = 0;
        while (size > 0) {
            int node = stack[--size];
            if (seen[node] == round) {
                continue;
            }
            seen[node] = round;
            step(1);
            int[] targets = jumps.get(node);
            if (!labels.get(node).isEmpty() || targets[0] == NONE) {
                reached[found++] = node;
                continue;
            }
            stack = size + 2 > stack.length ? Arrays.copyOf(stack, 2 * stack.length) : stack;
            for (int target : targets) {
                if (target != NONE) {
                    stack[size++] = target;
                }
            }
        }
        Arrays.sort(reached, 0, found);
        return Arrays.copyOf(reached, found);
    }

    private void step(int steps) {
        work += steps;
        if (work > MOST_WORK) {
            throw new TooLargeException("the pattern takes more than " + MOST_WORK + " steps to compile");
        }
    }

    /** Disjoint sets of characters, so that each label is a union of some. */
    private List<CharSet> classes() {
        List<CharSet> parts = new ArrayList<>(List.of(CharSet.ANY));
        for (CharSet label : labels.stream().distinct().filter(set -> !set.isEmpty()).toList()) {
            List<CharSet> finer = new ArrayList<>();
            CharSet others = label.complement();
            for (CharSet part : parts) {
                CharSet inside = part.and(label);
                CharSet outside = part.and(others);
                if (!inside.isEmpty()) {
                    finer.add(inside);
                }
                if (!outside.isEmpty()) {
                    finer.add(outside);
                }
            }
            step(64 * finer.size());
            parts = finer;
        }
        return parts;
    }
}
