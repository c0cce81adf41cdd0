package dev.qwenagent.local.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has still to be written, the first thing on top. Immutable; stacks share what lies below. An empty stack is null.
 */
final class Stack {

    private final Symbol top;
    private final @Nullable Stack below;
    private final int depth;
    private final int hash;

    private Stack(Symbol top, @Nullable Stack below) {
        this.top = top;
        this.below = below;
        this.depth = (below == null ? 0 : below.depth) + (top instanceof Rule rule ? rule.depth() : 0);
        this.hash = 31 * (below == null ? 0 : below.hash) + top.hashCode();
    }

    static Stack of(Symbol top, @Nullable Stack below) {
        return new Stack(top, below);
    }

    /** The symbols, the first on top, on what lies below; at least one symbol. */
    static Stack of(List<Symbol> symbols, @Nullable Stack below) {
        Stack stack = new Stack(symbols.getLast(), below);
        for (int i = symbols.size() - 2; i >= 0; i--) {
            stack = new Stack(symbols.get(i), stack);
        }
        return stack;
    }

    Symbol top() {
        return top;
    }

    @Nullable
    Stack below() {
        return below;
    }

    /** How many arrays and objects are open. */
    int depth() {
        return depth;
    }

    /** The fewest bytes to the end. */
    long length() {
        long length = 0;
        for (Stack at = this; at != null; at = at.below) {
            length += at.top.length();
        }
        return length;
    }

    void shortest(ByteText out) {
        for (Stack at = this; at != null; at = at.below) {
            at.top.shortest(out);
        }
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Stack that) || hash != that.hash) {
            return false;
        }
        Stack mine = this;
        Stack theirs = that;
        while (mine != theirs && mine != null && theirs != null && mine.top.equals(theirs.top)) {
            mine = mine.below;
            theirs = theirs.below;
        }
        return mine == theirs;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
