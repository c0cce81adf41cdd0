package dev.qwenagent.local.session;

import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.model.ModelState;
import dev.qwenagent.local.model.StateMemory;
import dev.qwenagent.local.model.StateSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sequence that was taken in, and the places on the way to which its state can go back.
 *
 * <p>
 * Keys and values can be cut off anywhere, a recurrent state cannot: it is kept as a copy at each checkpoint, with the
 * scores after it. Of many checkpoints the first, those that the latest prompt names, and the last few are kept. Not thread-safe: one session, one thread.
 */
final class Branch {

    static final int MOST_CHECKPOINTS = 4;
    private static final int UNKNOWN = -1;

    /** A place to go back to: the state there and the scores of what may follow. */
    private record Checkpoint(StateSnapshot snapshot, float[] logits) {

        int position() {
            return snapshot.position();
        }
    }

    private final StateMemory memory;
    private final ModelState state;
    private final float[][] logits; // (1, vocabulary): after token number logitsAt
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private int[] wanted = {};
    private int[] tokens = new int[256];
    private int length;
    private int logitsAt = UNKNOWN;

    /** An empty sequence of up to {@code mostTokens} tokens. */
    Branch(Model model, int mostTokens) {
        memory = StateMemory.of(model.config());
        state = model.newState(mostTokens);
        logits = new float[1][model.config().vocabulary()];
    }

    ModelState state() {
        return state;
    }

    /** (1, vocabulary): the scores after the last token, once {@link #scored} was called. */
    float[][] logits() {
        return logits;
    }

    /** The state took in a token. */
    void append(int token) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length);
        }
        tokens[length++] = token;
    }

    /** The scores are those after all tokens appended. */
    void scored() {
        logitsAt = length;
    }

    /** Whether the checkpoint of this index among a prompt's, its end not counted, is worth the making. */
    static boolean keeps(int index, int count) {
        return index == 0 || index > count - (MOST_CHECKPOINTS - 1);
    }

    /** Keeps the state as it is now, after all tokens appended and scored. */
    void keep() {
        if (!checkpoints.isEmpty() && checkpoints.getLast().position() == length) {
            return;
        }
        if (checkpoints.size() == MOST_CHECKPOINTS) {
            checkpoints.remove(leastWanted());
        }
        checkpoints.add(new Checkpoint(state.snapshot(), logits[0].clone()));
    }

    private int leastWanted() {
        for (int i = 1; i < checkpoints.size(); i++) {
            if (Arrays.binarySearch(wanted, checkpoints.get(i).position()) < 0) {
                return i;
            }
        }
        return 1;
    }

    /** The checkpoints, in ascending order, that a later prompt is likely to want: others make room first. */
    void want(int[] positions) {
        wanted = positions;
    }

    /** How many tokens of a prompt need not be computed from here. */
    int reusable(int[] prompt) {
        int mismatch = Arrays.mismatch(tokens, 0, length, prompt, 0, prompt.length);
        int common = mismatch < 0 ? length : mismatch;
        if (common == length && (length < prompt.length || logitsAt == length)) {
            return length;
        }
        int checkpoint = checkpointAtOrBefore(common);
        return state.isRecurrent() ? checkpoint : Math.max(checkpoint, Math.min(common, prompt.length - 1));
    }

    /** Whether going back to a position gives up a checkpoint. */
    boolean losesBy(int position) {
        return !checkpoints.isEmpty() && checkpoints.getLast().position() > position;
    }

    /** Goes back to a position that {@link #reusable} named. */
    void goBackTo(int position) {
        if (position != length) {
            rewind(position);
        }
    }

    private void rewind(int position) {
        while (losesBy(position)) {
            checkpoints.removeLast();
        }
        if (!checkpoints.isEmpty() && checkpoints.getLast().position() == position) {
            Checkpoint checkpoint = checkpoints.getLast();
            state.restore(checkpoint.snapshot());
            System.arraycopy(checkpoint.logits(), 0, logits[0], 0, logits[0].length);
            logitsAt = position;
        } else if (position == 0) {
            state.clear();
            logitsAt = UNKNOWN;
        } else {
            state.truncate(position);
            logitsAt = UNKNOWN;
        }
        length = position;
    }

    /** After a pass that did not come to its end: goes back to the last place at which the state is sound. */
    void recover() {
        if (state.isRecurrent()) {
            rewind(checkpointAtOrBefore(length));
        } else {
            logitsAt = UNKNOWN;
        }
    }

    private int checkpointAtOrBefore(int position) {
        for (int i = checkpoints.size() - 1; i >= 0; i--) {
            if (checkpoints.get(i).position() <= position) {
                return checkpoints.get(i).position();
            }
        }
        return 0;
    }

    /** Fills this empty branch with another up to a position, not the last, that its {@link #reusable} named. */
    void startAs(Branch other, int position) {
        state.copyKeysAndValues(other.state, position);
        for (Checkpoint checkpoint : other.checkpoints) {
            if (checkpoint.position() <= position) {
                checkpoints.add(checkpoint);
            }
        }
        tokens = Arrays.copyOf(other.tokens, Math.max(256, position));
        rewind(position);
    }

    /** Bytes on the heap. */
    long byteSize() {
        long copies = 1L + checkpoints.size();
        return memory.keyValues(state.capacity()) + copies * (memory.recurrent() + memory.logits())
                + (long) tokens.length * Integer.BYTES;
    }
}
