package dev.qwenagent.local.model;

/** Where a model's matrices are while it computes. */
public enum WeightPlacement {
    /** In the file's mapping, in the file's format: nothing is copied, the operating system pages them in. */
    MAPPED,
    /** Unpacked to single precision on the heap, in the layout that the kernels are fastest with. */
    UNPACKED,
    /**
     * As {@link #MAPPED}, and a second time in memory in the order in which single tokens are multiplied fastest, where the
     * format has such an order: see {@link dev.qwenagent.local.tensor.RepackedTensor}. Single tokens are rounded to eight
     * bits before they meet these weights, so that scores differ slightly from those of the other placements; prompts are
     * computed as with {@link #MAPPED}.
     */
    REPACKED
}
