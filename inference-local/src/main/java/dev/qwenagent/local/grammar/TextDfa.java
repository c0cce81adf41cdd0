package dev.qwenagent.local.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic automaton over Unicode scalar values in which every state leads to acceptance: a text that has not failed
 * so far can be completed. Immutable.
 *
 * <p>
 * Edges are ranges of characters, sorted, in arrays shared by all states. What a pattern, a set of texts or a range of
 * numbers allows is such an automaton; {@link DfaProduct} joins them.
 */
final class TextDfa {

    /** No state: the text has failed. */
    static final int DEAD = -1;

    /** All texts. */
    static final TextDfa ANY = RegexCompiler.compile(Regex.ANYTHING);

    private static final int ASCII = 128;
    private static final int MOST_WITH_TABLE = 1024;

    private final boolean[] accepting;
    private final int[] edges; // (states + 1): where each state's edges begin
    private final int[] first; // (edges)
    private final int[] last; // (edges)
    private final int[] target; // (edges)
    private final int[] distance; // (states): fewest characters to acceptance
    private final int longestDistance;
    private volatile @Nullable ShortestText shortestQuoted; // made when it is first asked for
    private volatile @Nullable ShortestText shortestRaw;
    private final int[] ascii; // (states, 128), or empty if there are many states

    private TextDfa(boolean[] accepting, int[] edges, int[] first, int[] last, int[] target) {
        this.accepting = accepting;
        this.edges = edges;
        this.first = first;
        this.last = last;
        this.target = target;
        this.distance = DfaTrimming.distances(accepting, edges, target);
        this.longestDistance = Arrays.stream(distance).max().orElse(0);
        this.ascii = accepting.length <= MOST_WITH_TABLE ? table() : new int[0];
    }

    private int[] table() {
        int[] table = new int[accepting.length * ASCII];
        for (int state = 0; state < accepting.length; state++) {
            for (int c = 0; c < ASCII; c++) {
                table[state * ASCII + c] = search(state, c);
            }
        }
        return table;
    }

    /** The automaton of exactly these texts. */
    static TextDfa of(Collection<String> texts) {
        SortedSet<String> sorted = new TreeSet<>(texts);
        Builder trie = new Builder();
        trie.state(false);
        for (String text : sorted) {
            int state = 0;
            for (int c : text.codePoints().toArray()) {
                int next = trie.lastTarget(state, c);
                if (next == DEAD) {
                    next = trie.state(false);
                    trie.edge(state, c, c, next);
                }
                state = next;
            }
            trie.accept(state);
        }
        return trie.build();
    }

    /** How many states there are; 0 if no text is accepted. The first is where a text begins. */
    int size() {
        return accepting.length;
    }

    boolean isEmpty() {
        return accepting.length == 0;
    }

    boolean accepts(int state) {
        return accepting[state];
    }

    boolean accepts(String text) {
        int state = isEmpty() ? DEAD : 0;
        for (int i = 0; i < text.length() && state != DEAD; i += Character.charCount(text.codePointAt(i))) {
            state = next(state, text.codePointAt(i));
        }
        return state != DEAD && accepting[state];
    }

    /** The fewest characters from a state to acceptance. */
    int distance(int state) {
        return distance[state];
    }

    /** The most characters that any state is away from acceptance. */
    int longestDistance() {
        return longestDistance;
    }

    /** Where a character leads, or {@link #DEAD}. */
    int next(int state, int character) {
        return character < ASCII && ascii.length > 0 ? ascii[state * ASCII + character] : search(state, character);
    }

    private int search(int state, int character) {
        int low = edges[state];
        int high = edges[state + 1] - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (character > last[middle]) {
                low = middle + 1;
            } else if (character < first[middle]) {
                high = middle - 1;
            } else {
                return target[middle];
            }
        }
        return DEAD;
    }

    /** The least distance of the states that characters of a range lead to; -1 if none of them leads anywhere. */
    int distanceWithin(int state, int from, int to) {
        int least = -1;
        for (int edge = edges[state]; edge < edges[state + 1] && first[edge] <= to; edge++) {
            if (last[edge] >= from && (least < 0 || distance[target[edge]] < least)) {
                least = distance[target[edge]];
            }
        }
        return least;
    }

    int firstEdge(int state) {
        return edges[state];
    }

    int endOfEdges(int state) {
        return edges[state + 1];
    }

    int first(int edge) {
        return first[edge];
    }

    int last(int edge) {
        return last[edge];
    }

    int target(int edge) {
        return target[edge];
    }

    /** Whether all texts are accepted, and one state is enough to say so. */
    boolean isAny() {
        return accepting.length == 1 && accepting[0] && distanceWithin(0, 0, Character.MAX_CODE_POINT) == 0
                && edges[1] == 2 && first[0] == 0 && last[1] == Character.MAX_CODE_POINT && last[0] == 0xD7FF
                && first[1] == 0xE000;
    }

    /** The shortest ends of texts, in bytes of an encoding. */
    ShortestText shortest(Encoding encoding) {
        ShortestText known = switch (encoding) {
            case QUOTED -> shortestQuoted;
            case RAW -> shortestRaw;
        };
        if (known == null) {
            known = new ShortestText(this, encoding);
            switch (encoding) {
                case QUOTED -> shortestQuoted = known;
                case RAW -> shortestRaw = known;
            }
        }
        return known;
    }

    /** For each state, whether infinitely many texts go on from it. */
    boolean[] endless() {
        return DfaTrimming.endless(edges, target);
    }

    /** The texts, in the order of their characters; none if there are more than some number. */
    List<String> texts(int most) {
        List<String> found = new ArrayList<>();
        if (isEmpty() || endless()[0]) {
            return found;
        }
        Deque<Path> open = new ArrayDeque<>(List.of(new Path(0, "")));
        while (!open.isEmpty()) {
            Path path = open.pop();
            if (accepting[path.state()]) {
                found.add(path.text());
            }
            for (int edge = edges[path.state() + 1] - 1; edge >= edges[path.state()]; edge--) {
                if (last[edge] - first[edge] > most || open.size() + found.size() > most) {
                    return List.of();
                }
                for (int c = last[edge]; c >= first[edge]; c--) {
                    open.push(new Path(target[edge], path.text() + Character.toString(c)));
                }
            }
        }
        return found.size() > most ? List.of() : found;
    }

    private record Path(int state, String text) {}

    /** Collects states and edges; what leads nowhere is left out in the end. The first state is the start. */
    static final class Builder {

        private static final int MOST_STATES = 200_000;
        private static final int MOST_EDGES = 4_000_000;

        private final List<int[]> edges = new ArrayList<>(); // by state: first, last, target, ...
        private final List<Integer> counts = new ArrayList<>(); // by state: of edges
        private final List<Boolean> accepting = new ArrayList<>();
        private int edgeCount;

        int state(boolean accepts) {
            if (edges.size() >= MOST_STATES) {
                throw new TooLargeException("its automaton has more than " + MOST_STATES + " states");
            }
            edges.add(new int[6]);
            counts.add(0);
            accepting.add(accepts);
            return edges.size() - 1;
        }

        void accept(int state) {
            accepting.set(state, true);
        }

        /** Adds an edge; those of one state must not overlap. */
        void edge(int from, int low, int high, int to) {
            if (++edgeCount > MOST_EDGES) {
                throw new TooLargeException("its automaton has more than " + MOST_EDGES + " edges");
            }
            int count = counts.get(from);
            int[] of = edges.get(from);
            if (3 * count == of.length) {
                of = Arrays.copyOf(of, 2 * of.length);
                edges.set(from, of);
            }
            of[3 * count] = low;
            of[3 * count + 1] = high;
            of[3 * count + 2] = to;
            counts.set(from, count + 1);
        }

        void edge(int from, CharSet set, int to) {
            for (int i = 0; i < set.ranges(); i++) {
                edge(from, set.first(i), set.last(i), to);
            }
        }

        /** Where the edge added last leads, if it is of this character. */
        private int lastTarget(int state, int character) {
            int count = counts.get(state);
            int[] of = edges.get(state);
            return count > 0 && of[3 * count - 3] == character ? of[3 * count - 1] : DEAD;
        }

        TextDfa build() {
            return DfaTrimming.trim(accepting, edges, counts);
        }
    }

    /** For {@link DfaTrimming}: an automaton of states that all lead to acceptance. */
    static TextDfa of(boolean[] accepting, int[] edges, int[] first, int[] last, int[] target) {
        return new TextDfa(accepting, edges, first, last, target);
    }
}
