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
     * @param snapshot taken of this state, which since then has only gone on from it or come back to it
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
