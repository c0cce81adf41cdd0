package dev.qwenagent.local.session;

import dev.qwenagent.local.model.ModelConfig;
import dev.qwenagent.local.model.StateMemory;

/**
 * The heap that a session takes when its context is full, in bytes. A shorter sequence takes less: keys and values grow
 * with it. Sequences that were put aside, to be gone on from, come on top, up to {@link SessionOptions#prefixBytes()}.
 *
 * @param keyValues keys and values of the attention layers, for every position
 * @param recurrentState state of the other layers, whatever the length
 * @param checkpoints copies of the recurrent state and the scores, to go back to
 * @param buffers what a forward pass works with
 */
public record SessionMemory(long keyValues, long recurrentState, long checkpoints, long buffers) {

    /**
     * The memory of a session.
     *
     * @param config the model
     * @param contextLength most tokens, prompt and answer together
     */
    public static SessionMemory of(ModelConfig config, int contextLength) {
        StateMemory memory = StateMemory.of(config);
        long ids = 2L * Integer.BYTES * contextLength;
        return new SessionMemory(memory.keyValues(contextLength), memory.recurrent(),
                Branch.MOST_CHECKPOINTS * (memory.recurrent() + memory.logits()),
                memory.batch(Math.min(InferenceSession.PIECE, contextLength)) + memory.logits() + ids);
    }

    /** All of it. */
    public long total() {
        return keyValues + recurrentState + checkpoints + buffers;
    }
}
