package dev.qwenagent.local.model;

/** The intermediate results of a Gated DeltaNet layer. Not thread-safe: one session, one thread. */
final class DeltaNetScratch {

    final float[][] channels; // (n, channels): queries, keys, values
    float[] convolved; // (channels): changes places with the rows of the above
    final float[][] gates; // (n, valueWidth)
    final float[][] grouped; // (n, 2 * valueHeads): write strengths and decays where one matrix computes both
    final float[][] writeStrengths; // (n, valueHeads)
    final float[][] decays; // (n, valueHeads)
    final float[] head; // (headSize): an output
    final float[][] outputs; // (n, valueWidth)
    final DeltaHeads heads = new DeltaHeads(this); // what is shared

    DeltaNetScratch(DeltaNetConfig config, int n) {
        channels = new float[n][config.channels()];
        convolved = new float[config.channels()];
        gates = new float[n][config.valueWidth()];
        grouped = new float[n][2 * config.valueHeads()];
        writeStrengths = new float[n][config.valueHeads()];
        decays = new float[n][config.valueHeads()];
        head = new float[config.headSize()];
        outputs = new float[n][config.valueWidth()];
    }
}
