package dev.qwenagent.local.model;

/** The intermediate results of one attention head. Not thread-safe: one piece of work at a time. */
final class AttentionHead {

    int head; // which one it is
    final float[] query; // (headSize): a query, then its gate
    final float[] value; // (headSize): what it gathers
    private float[] scores = new float[256]; // (positions), grows

    AttentionHead(int headSize) {
        query = new float[headSize];
        value = new float[headSize];
    }

    /** Room for the scores of this many positions. */
    float[] scores(int positions) {
        if (scores.length < positions) {
            scores = new float[Math.max(positions, 2 * scores.length)];
        }
        return scores;
    }
}
