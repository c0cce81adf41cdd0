package dev.qwenagent.local.grammar;

import dev.qwenagent.local.LocalModelException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pushdown automaton over bytes that reads all ways at once: a state is the set of stacks that are possible. States are
 * made when they are reached, one of each, up to a bound; past it what is known is forgotten and worked out anew. Used under
 * the lock of its grammar.
 */
final class Automaton {

    private static final int MOST_STATES = 8_192;
    private static final int MOST_STACKS = 20_000;

    /** From here on a document takes the shortest way out: readers of JSON refuse what is nested much deeper. */
    private static final int DEEPEST = 64;

    private record Key(Set<Stack> stacks, boolean mayEnd) {}

    private final Symbol root;
    private final Map<Key, State> states = new HashMap<>();
    private State start;

    Automaton(Symbol root) {
        this.root = root;
        this.start = state(Stack.of(root, null));
    }

    State start() {
        return start;
    }

    /** The state behind a byte, 0 to 255; null if it must not come. */
    @Nullable
    State step(State from, int value) {
        State known = from.next[value];
        if (known != null) {
            return known;
        }
        Set<Stack> stacks = new LinkedHashSet<>();
        boolean mayEnd = false;
        for (Stack stack : from.stacks) {
            Terminal next = ((Terminal) stack.top()).next(value);
            if (next != null) {
                mayEnd |= expand(Stack.of(next, stack.below()), stacks);
            }
        }
        if (stacks.isEmpty() && !mayEnd) {
            return null;
        }
        State to = intern(stacks, mayEnd);
        from.next[value] = to;
        return to;
    }

    private State state(Stack stack) {
        Set<Stack> stacks = new LinkedHashSet<>();
        boolean mayEnd = expand(stack, stacks);
        return intern(stacks, mayEnd);
    }

    private State intern(Set<Stack> stacks, boolean mayEnd) {
        if (stacks.size() > MOST_STACKS) {
            throw new LocalModelException(
                    "what is written so far can be read in more than %d ways by the schema; let the alternatives of its anyOf differ in their first property, for example by a const"
                            .formatted(MOST_STACKS));
        }
        if (states.size() >= MOST_STATES) {
            states.clear();
            start = state(Stack.of(root, null));
        }
        return states.computeIfAbsent(new Key(Collections.unmodifiableSet(stacks), mayEnd),
                key -> new State(key.stacks(), mayEnd));
    }

    /**
     * Follows rules until there is a terminal on top.
     *
     * @param found receives the stacks
     * @return whether nothing at all may follow
     */
    static boolean expand(@Nullable Stack stack, Set<Stack> found) {
        if (stack == null) {
            return true;
        }
        boolean mayEnd = false;
        switch (stack.top()) {
            case Terminal terminal -> {
                if (terminal.mayGoOn()) {
                    found.add(stack);
                }
                if (terminal.mayEnd()) {
                    mayEnd = expand(terminal.followed(stack.below()), found);
                }
            }
            case Rule rule -> {
                List<List<Symbol>> rows = stack.depth() > DEEPEST ? rule.rowsThatEnd() : rule.rows();
                for (List<Symbol> row : rows) {
                    mayEnd |= expand(row.isEmpty() ? stack.below() : Stack.of(row, stack.below()), found);
                }
            }
        }
        return mayEnd;
    }
}
