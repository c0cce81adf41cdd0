package dev.qwenagent.local.grammar;

import dev.qwenagent.local.sampling.TokenMask;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a document is that is being written: all stacks that the bytes so far can have led to, each with a terminal on top.
 * What was worked out for a state stays with it. Used under the lock of its grammar.
 */
final class State {

    final Set<Stack> stacks;

    /** Whether the document may end here. */
    final boolean mayEnd;

    final @Nullable State[] next = new State[256];
    @Nullable
    TokenMask mask;
    @Nullable
    ShortestEnd end;
    @Nullable
    ForcedSpan forced;

    State(Set<Stack> stacks, boolean mayEnd) {
        this.stacks = stacks;
        this.mayEnd = mayEnd;
    }

    /** Whether nothing more may come. */
    boolean isOver() {
        return stacks.isEmpty();
    }

    /** The only byte that may come, or {@link Terminal#SEVERAL}. */
    int onlyByte() {
        int only = Terminal.SEVERAL;
        for (Stack stack : stacks) {
            int one = stack.top() instanceof Terminal terminal && !terminal.mayEnd() ? terminal.onlyByte()
                    : Terminal.SEVERAL;
            if (one == Terminal.SEVERAL || (only != Terminal.SEVERAL && only != one)) {
                return Terminal.SEVERAL;
            }
            only = one;
        }
        return mayEnd ? Terminal.SEVERAL : only;
    }
}
