package dev.qwenagent.local.model;

/** The intermediate results of a gated network. Not thread-safe: one session, one thread. */
final class FeedForwardScratch {

    final float[][] gates; // (n, hidden)
    final float[][] ups; // (n, hidden)

    FeedForwardScratch(int hidden, int n) {
        gates = new float[n][hidden];
        ups = new float[n][hidden];
    }
}
