package dev.qwenagent.local.session;

import dev.qwenagent.local.model.ModelState;
import dev.qwenagent.local.model.StateSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which tokens a session's state has taken in, and the places on the way to which it can go back.
 *
 * <p>
 * Keys and values can be cut off anywhere, a recurrent state cannot: it is kept as a copy at each checkpoint, with the
 * scores after it. Only the latest few checkpoints are kept. Not thread-safe: one session, one thread.
 */
final class PrefixCache {

    static final int MOST_CHECKPOINTS = 4;

    /** A place to go back to: the state there and the scores of what may follow. */
    private record Checkpoint(StateSnapshot snapshot, float[] logits) {}

    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private int[] tokens = new int[256];
    private int length;

    /** The state took in a token. */
    void append(int token) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length);
        }
        tokens[length++] = token;
    }

    /** Keeps the state as it is now, after all tokens appended. */
    void keep(ModelState state, float[] logits) {
        if (!checkpoints.isEmpty() && checkpoints.getLast().snapshot().position() == length) {
            return;
        }
        if (checkpoints.size() == MOST_CHECKPOINTS) {
            checkpoints.removeFirst();
        }
        checkpoints.add(new Checkpoint(state.snapshot(), logits.clone()));
    }

    /**
     * Takes the state to the deepest place that a prompt passes through.
     *
     * @param logits receives the scores at that place, unless it is the beginning
     * @return how many tokens of the prompt the state has taken in
     */
    int rewind(int[] prompt, ModelState state, float[] logits) {
        int mismatch = Arrays.mismatch(tokens, 0, length, prompt, 0, prompt.length);
        if (mismatch < 0 || mismatch == length) {
            return length;
        }
        return backTo(mismatch, state, logits);
    }

    /** Takes the state to the deepest checkpoint at or before a position, or to the beginning. */
    int backTo(int position, ModelState state, float[] logits) {
        while (!checkpoints.isEmpty() && checkpoints.getLast().snapshot().position() > position) {
            checkpoints.removeLast();
        }
        if (checkpoints.isEmpty()) {
            state.clear();
            length = 0;
        } else {
            Checkpoint checkpoint = checkpoints.getLast();
            state.restore(checkpoint.snapshot());
            System.arraycopy(checkpoint.logits(), 0, logits, 0, logits.length);
            length = checkpoint.snapshot().position();
        }
        return length;
    }

    int length() {
        return length;
    }
}
