package dev.qwenagent.local.model;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for those who compute a head, taken for one piece of work and put back: there are as many as pieces are computed at
 * once, whatever the number of layers and sequences. Safe for use by many threads.
 */
final class ScratchPool<T> {

    /** More at once than this are made anew. */
    private static final int KEPT = 64;

    private final AtomicReferenceArray<@Nullable T> idle = new AtomicReferenceArray<>(KEPT);
    private final Supplier<T> maker;

    ScratchPool(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        for (int i = 0; i < KEPT; i++) {
            T scratch = idle.get(i);
            if (scratch != null && idle.compareAndSet(i, scratch, null)) {
                return scratch;
            }
        }
        return maker.get();
    }

    void putBack(T scratch) {
        for (int i = 0; i < KEPT; i++) {
            if (idle.compareAndSet(i, null, scratch)) {
                return;
            }
        }
    }
}
