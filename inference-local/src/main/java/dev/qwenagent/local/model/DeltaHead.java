package dev.qwenagent.local.model;

/** The intermediate results of one key head and its value heads. Not thread-safe: one piece of work at a time. */
final class DeltaHead {

    int keyHead; // which one it is
    int head; // which of its value heads is being computed
    final float[] key; // (headSize): a key, then a query
    final float[] correction; // (headSize)
    final float[] answer; // (headSize)
    final DeltaChunkScratch chunk;

    DeltaHead(int headSize) {
        key = new float[headSize];
        correction = new float[headSize];
        answer = new float[headSize];
        chunk = new DeltaChunkScratch(headSize);
    }
}
