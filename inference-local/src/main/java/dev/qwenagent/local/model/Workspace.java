package dev.qwenagent.local.model;

/**
 * The intermediate results of a forward pass over up to {@link #capacity()} tokens. One session has one and uses it for
 * all its passes, so that none allocates. Not thread-safe: one session, one thread.
 *
 * <p>
 * Shapes have a row for each token of the batch ({@code n}) unless they say otherwise.
 */
public final class Workspace {

    private final int capacity;

    // between the blocks
    final float[][] residual; // (n, width)
    final float[][] normed; // (n, width): what a block reads
    final float[][] mixed; // (n, width): what a block writes

    // attention
    final float[][] queriesAndGates; // (n, heads * 2 * headSize)
    final float[][] keys; // (n, keyValueHeads * headSize)
    final float[][] values; // (n, keyValueHeads * headSize)
    final float[][] attended; // (n, heads * headSize)
    final float[] head; // (headSize): a query or key
    final float[] headValue; // (headSize)
    final float[][] cosines; // (n, rotaryDimensions / 2)
    final float[][] sines; // (n, rotaryDimensions / 2)
    float[] scores = new float[256]; // (positions), grows

    // Gated DeltaNet
    final float[][] channels; // (n, channels): queries, keys, values
    final float[] convolved; // (channels)
    final float[][] deltaGates; // (n, valueWidth)
    final float[][] writeStrengths; // (n, valueHeads)
    final float[][] decays; // (n, valueHeads)
    final float[][] deltaQueries; // (keyHeads, headSize)
    final float[][] deltaKeys; // (keyHeads, headSize)
    final float[] recalled; // (headSize)
    final float[] deltaHead; // (headSize)
    final float[][] deltaOutputs; // (n, valueWidth)

    // experts
    final float[][] routing; // (n, experts)
    final int[][] chosen; // (n, used): expert ids
    final float[][] shares; // (n, used)
    final float[][] gathered; // (n): rows of normed
    final int[] gatheredTokens; // (n)
    final float[] gatheredShares; // (n)
    final float[][] expertGates; // (n, the wider of width and sharedWidth)
    final float[][] expertUps; // (n, the wider of width and sharedWidth)
    final float[][] expertOutputs; // (n, width)
    final float[][] sharedGates; // (n, 1)

    /**
     * Buffers for passes of a model.
     *
     * @param config the model
     * @param capacity most tokens in a pass
     */
    Workspace(ModelConfig config, int capacity) {
        this.capacity = capacity;
        int n = capacity;
        residual = new float[n][config.width()];
        normed = new float[n][config.width()];
        mixed = new float[n][config.width()];

        AttentionConfig attention = config.attention();
        queriesAndGates = new float[n][attention.heads() * 2 * attention.headSize()];
        keys = new float[n][attention.keyValueHeads() * attention.headSize()];
        values = new float[n][attention.keyValueHeads() * attention.headSize()];
        attended = new float[n][attention.heads() * attention.headSize()];
        head = new float[attention.headSize()];
        headValue = new float[attention.headSize()];
        cosines = new float[n][attention.rotaryDimensions() / 2];
        sines = new float[n][attention.rotaryDimensions() / 2];

        DeltaNetConfig delta = config.deltaNet();
        channels = new float[n][delta.channels()];
        convolved = new float[delta.channels()];
        deltaGates = new float[n][delta.valueWidth()];
        writeStrengths = new float[n][delta.valueHeads()];
        decays = new float[n][delta.valueHeads()];
        deltaQueries = new float[delta.keyHeads()][delta.headSize()];
        deltaKeys = new float[delta.keyHeads()][delta.headSize()];
        recalled = new float[delta.headSize()];
        deltaHead = new float[delta.headSize()];
        deltaOutputs = new float[n][delta.valueWidth()];

        ExpertConfig experts = config.experts();
        int hidden = Math.max(experts.width(), experts.sharedWidth());
        routing = new float[n][experts.experts()];
        chosen = new int[n][experts.used()];
        shares = new float[n][experts.used()];
        gathered = new float[n][];
        gatheredTokens = new int[n];
        gatheredShares = new float[n];
        expertGates = new float[n][hidden];
        expertUps = new float[n][hidden];
        expertOutputs = new float[n][config.width()];
        sharedGates = new float[n][1];
    }

    /** Most tokens in a pass. */
    public int capacity() {
        return capacity;
    }

    /** Room for the scores of this many positions. */
    float[] scores(int positions) {
        if (scores.length < positions) {
            scores = new float[Math.max(positions, 2 * scores.length)];
        }
        return scores;
    }
}
