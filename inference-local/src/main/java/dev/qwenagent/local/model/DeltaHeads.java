package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The key heads of a DeltaNet layer, each with its value heads, as pieces of work, refilled for every layer. Not thread-safe:
 * one session, one thread.
 */
final class DeltaHeads implements Kernels.Work {

    private final DeltaNetScratch scratch;
    private @Nullable GatedDeltaNet layer;
    private @Nullable RecurrentState state;
    private int n;

    DeltaHeads(DeltaNetScratch scratch) {
        this.scratch = scratch;
    }

    /** These heads, for {@code n} tokens. */
    DeltaHeads of(GatedDeltaNet layer, RecurrentState state, int n) {
        this.layer = layer;
        this.state = state;
        this.n = n;
        return this;
    }

    /** A key head, for all tokens. */
    @Override
    public void run(int member, int piece) {
        GatedDeltaNet deltaNet = Objects.requireNonNull(layer, "heads without a layer");
        deltaNet.remember(scratch, Objects.requireNonNull(state, "heads without a state"), n, piece);
    }
}
