package dev.qwenagent.local.model;

/** Where a model's matrices are while it computes. */
public enum WeightPlacement {
    /** In the file's mapping, in the file's format: nothing is copied, the operating system pages them in. */
    MAPPED,
    /** Unpacked to single precision on the heap, in the layout that the kernels are fastest with. */
    UNPACKED
}
