package dev.qwenagent.local.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The sequences that a session has taken in, so that a prompt costs only what none of them has.
 *
 * <p>
 * A prompt that goes on from a sequence, or leaves it after its last checkpoint, continues that sequence in place. One
 * that leaves it earlier gets a copy of what both share, and the sequence is put aside with its own end. What is put
 * aside is bounded in bytes; the least recently used goes first. Not thread-safe: one session, one thread.
 */
final class PrefixCache {

    private final Supplier<Branch> empty;
    private final long mostBytesAside;
    private final List<Branch> aside = new ArrayList<>(); // the least recently used first
    private Branch current;

    /**
     * A cache without sequences.
     *
     * @param empty makes a branch
     * @param mostBytesAside for all sequences together that are not in use
     */
    PrefixCache(Supplier<Branch> empty, long mostBytesAside) {
        this.empty = empty;
        this.mostBytesAside = mostBytesAside;
        this.current = empty.get();
    }

    /** The sequence in use. */
    Branch current() {
        return current;
    }

    /**
     * Brings a sequence into use that has taken in as much of a prompt as any has, and nothing else.
     *
     * @return how many tokens of the prompt that is
     */
    int enter(int[] prompt) {
        Branch best = current;
        int depth = current.reusable(prompt);
        for (Branch branch : aside) {
            int reusable = branch.reusable(prompt);
            if (reusable > depth) {
                best = branch;
                depth = reusable;
            }
        }
        if (!best.losesBy(depth)) {
            use(best);
            best.goBackTo(depth);
        } else if (best.byteSize() <= mostBytesAside) {
            Branch fork = empty.get();
            if (depth > 0) {
                fork.startAs(best, depth);
            }
            use(best); // so that it is the most recently used of those aside
            use(fork);
        } else {
            use(best);
            best.goBackTo(depth);
        }
        return depth;
    }

    private void use(Branch branch) {
        if (branch == current) {
            return;
        }
        aside.remove(branch);
        aside.add(current);
        current = branch;
        long bytes = bytesAside();
        while (bytes > mostBytesAside) {
            bytes -= aside.removeFirst().byteSize();
        }
    }

    /** What the sequences that are not in use take. */
    long bytesAside() {
        return aside.stream().mapToLong(Branch::byteSize).sum();
    }
}
