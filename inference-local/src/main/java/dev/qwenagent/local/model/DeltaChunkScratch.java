package dev.qwenagent.local.model;

import dev.qwenagent.local.tensor.ColumnTensor;

/** The intermediate results of a chunk of up to C tokens, for one head. Not thread-safe: one session, one thread. */
final class DeltaChunkScratch {

    final float[][] queries; // (C, headSize)
    final float[][] keys; // (C, headSize)
    final float[][] keyChannels; // (headSize, C): the keys once more
    final ColumnTensor keyMatrix; // over keyChannels
    final float[][] keyProducts; // (C, C): key t with key i
    final float[][] queryProducts; // (C, C): query t with key i
    final double[] decays; // (C): sums of logarithms from the beginning of the chunk
    final float[] fades; // (C)
    final float[] weights; // (C)
    final float[][] recalled; // (C, headSize)
    final float[][] answers; // (C, headSize)
    final float[][] corrections; // (C, headSize)
    final ColumnTensor correctionMatrix; // over corrections
    final float[][] fadedKeys; // (headSize, C)
    final float[][] additions; // (headSize, headSize)

    DeltaChunkScratch(int headSize) {
        int c = DeltaChunk.MOST;
        queries = new float[c][headSize];
        keys = new float[c][headSize];
        keyChannels = new float[headSize][c];
        keyMatrix = ColumnTensor.over(keyChannels);
        keyProducts = new float[c][c];
        queryProducts = new float[c][c];
        decays = new double[c];
        fades = new float[c];
        weights = new float[c];
        recalled = new float[c][headSize];
        answers = new float[c][headSize];
        corrections = new float[c][headSize];
        correctionMatrix = ColumnTensor.over(corrections);
        fadedKeys = new float[headSize][c];
        additions = new float[headSize][headSize];
    }
}
