package dev.qwenagent.local.model;

/** The intermediate results of an attention layer. Not thread-safe: one session, one thread. */
final class AttentionScratch {

    final float[][] queries; // (n, heads * queryStride): for each head its query, then its gate where it has one
    final float[][] keys; // (n, keyValueWidth)
    final float[][] values; // (n, keyValueWidth)
    final float[][] attended; // (n, queryWidth)
    final float[] head; // (headSize): a query or key
    final float[] headValue; // (headSize)
    final float[][] cosines; // (n, rotary dimensions / 2)
    final float[][] sines; // (n, rotary dimensions / 2)
    private int firstAngle = -1; // the position of the first row of cosines and sines
    private int angles; // how many rows of them are filled
    final AttentionHeads heads = new AttentionHeads(this); // what is shared

    AttentionScratch(AttentionConfig config, int n) {
        queries = new float[n][config.heads() * config.queryStride()];
        keys = new float[n][config.keyValueWidth()];
        values = new float[n][config.keyValueWidth()];
        attended = new float[n][config.queryWidth()];
        head = new float[config.headSize()];
        headValue = new float[config.headSize()];
        cosines = new float[n][config.rotary().dimensions() / 2];
        sines = new float[n][config.rotary().dimensions() / 2];
    }

    /**
     * Fills cosines and sines for positions from {@code first} on. All layers of a model rotate alike, so the first layer of
     * a pass does it for the others.
     */
    void turn(RotaryEmbedding rotary, int first, int n) {
        if (first == firstAngle && n <= angles) {
            return;
        }
        rotary.angles(first, n, cosines, sines);
        firstAngle = first;
        angles = n;
    }
}
