package dev.qwenagent.local.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What a model remembers of one sequence: keys and values of the attention layers, the recurrent state of the others,
 * and how many tokens it has taken in. Changed by every forward pass. Not thread-safe: one session, one thread.
 */
public final class ModelState {

    private final List<LayerState> layers = new ArrayList<>();
    private int position;

    ModelState(ModelConfig config, int length) {
        for (LayerConfig layer : config.layers()) {
            layers.add(switch (layer.mixer()) {
                case AttentionConfig attention -> new KvCache(attention, length);
                case DeltaNetConfig deltaNet -> new RecurrentState(deltaNet);
            });
        }
    }

    /** Tokens taken in, which is the position of the next one. */
    public int position() {
        return position;
    }

    /** Forgets everything; room already reserved is kept. */
    public void clear() {
        position = 0;
        for (LayerState layer : layers) {
            switch (layer) {
                case KvCache _ -> {
                }
                case RecurrentState recurrent -> recurrent.clear();
            }
        }
    }

    /** Makes room for a sequence of this many tokens, so that no pass up to there allocates. */
    public void reserve(int positions) {
        for (LayerState layer : layers) {
            switch (layer) {
                case KvCache cache -> cache.reserve(positions);
                case RecurrentState _ -> {
                }
            }
        }
    }

    /** A copy of the recurrent state as it is now; keys and values are not copied, they stay valid up to here. */
    public StateSnapshot snapshot() {
        List<RecurrentState> copies = new ArrayList<>();
        for (LayerState layer : layers) {
            switch (layer) {
                case KvCache _ -> {
                }
                case RecurrentState recurrent -> copies.add(recurrent.copy());
            }
        }
        return new StateSnapshot(position, copies);
    }

    /**
     * Goes back to a snapshot of this state.
     *
     * @param snapshot taken of this state, which since then has only gone on from it or come back to it, or of one whose
     *        keys and values this state has taken over
     */
    public void restore(StateSnapshot snapshot) {
        int next = 0;
        for (LayerState layer : layers) {
            switch (layer) {
                case KvCache _ -> {
                }
                case RecurrentState recurrent -> recurrent.copyFrom(snapshot.recurrent().get(next++));
            }
        }
        position = snapshot.position();
    }

    /** Whether a layer has a state that cannot go back but to a snapshot. */
    public boolean isRecurrent() {
        return layers.stream().anyMatch(RecurrentState.class::isInstance);
    }

    /**
     * Forgets all tokens from a position on.
     *
     * @param newPosition not above {@link #position()}
     * @throws IllegalStateException if the state {@linkplain #isRecurrent() is recurrent}
     */
    public void truncate(int newPosition) {
        if (isRecurrent()) {
            throw new IllegalStateException("a recurrent state goes back to a snapshot only; restore one");
        }
        position = Math.min(position, newPosition);
    }

    /**
     * Takes over the keys and values of another state; what is recurrent is taken over by restoring a snapshot.
     *
     * @param other a state of the same model
     * @param positions how many, from the first; afterwards this state's position if it is not recurrent
     */
    public void copyKeysAndValues(ModelState other, int positions) {
        for (int i = 0; i < layers.size(); i++) {
            switch (layers.get(i)) {
                case KvCache cache -> cache.copyFrom(other.keyValues(i), positions);
                case RecurrentState _ -> {
                }
            }
        }
        position = positions;
    }

    /** Positions for whose keys and values there is room. */
    public int capacity() {
        return layers.stream().mapToInt(layer -> switch (layer) {
            case KvCache cache -> cache.capacity();
            case RecurrentState _ -> 0;
        }).max().orElse(0);
    }

    /** What an attention layer remembers. */
    KvCache keyValues(int layer) {
        return (KvCache) layers.get(layer);
    }

    /** What a DeltaNet layer remembers. */
    RecurrentState recurrent(int layer) {
        return (RecurrentState) layers.get(layer);
    }

    void advance(int tokens) {
        position += tokens;
    }
}
