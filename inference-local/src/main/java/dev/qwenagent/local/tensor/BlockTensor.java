package dev.qwenagent.local.tensor;

/**
 * A quantised matrix: a row is a sequence of blocks, each with its codes and the scales that they are multiplied by.
 * Columns are a multiple of the block's values.
 */
public sealed interface BlockTensor extends StoredTensor
        permits Q8_0Tensor, Q4_0Tensor, Q4_1Tensor, Q5_0Tensor, Q5_1Tensor, Q2_KTensor, Q3_KTensor, Q4_KTensor,
        Q5_KTensor, Q6_KTensor, IQ4_NLTensor, IQ4_XSTensor, MXFP4Tensor {

    /**
     * Unpacks a block; this is the definition of the format.
     *
     * @param at where the block begins in {@link #data()}, in bytes
     * @param out receives the values of the block
     * @param from where in {@code out} the first goes
     */
    void unpack(long at, float[] out, int from);

    @Override
    default void row(int row, float[] out) {
        int values = type().blockSize();
        int bytes = type().blockBytes();
        long at = rowOffset(row);
        for (int c = 0; c < columns(); c += values, at += bytes) {
            unpack(at, out, c);
        }
    }
}
