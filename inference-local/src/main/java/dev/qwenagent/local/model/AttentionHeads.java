package dev.qwenagent.local.model;

import dev.qwenagent.local.kernel.Kernels;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The heads of an attention layer as pieces of work, refilled for every layer. Not thread-safe: one session, one thread. */
final class AttentionHeads implements Kernels.Work {

    private final AttentionScratch scratch;
    private @Nullable Attention layer;
    private @Nullable KvCache cache;
    private int position;
    private int n;

    AttentionHeads(AttentionScratch scratch) {
        this.scratch = scratch;
    }

    /** These heads, for {@code n} tokens of which the first is at {@code position}. */
    AttentionHeads of(Attention layer, KvCache cache, int position, int n) {
        this.layer = layer;
        this.cache = cache;
        this.position = position;
        this.n = n;
        return this;
    }

    /** A head, for all tokens. */
    @Override
    public void run(int member, int piece) {
        Attention attention = Objects.requireNonNull(layer, "heads without a layer");
        attention.attend(scratch, Objects.requireNonNull(cache, "heads without a cache"), position, n, piece);
    }
}
