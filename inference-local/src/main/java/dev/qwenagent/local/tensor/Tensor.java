package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.TensorInfo;
import java.lang.foreign.MemorySegment;

/** A read-only matrix of weights in some storage format. Safe for use by many threads. */
public sealed interface Tensor permits F32Tensor, F16Tensor, BF16Tensor, Q8_0Tensor, ColumnTensor {

    /** Outputs. */
    int rows();

    /** Inputs. */
    int columns();

    /**
     * Unpacks a row; this is the definition of the format.
     *
     * @param row from 0
     * @param out receives {@link #columns()} values
     */
    void row(int row, float[] out);

    /**
     * The product of a row with a vector, in the format's scalar form.
     *
     * @param row from 0
     * @param x at least {@link #columns()} values
     */
    float dot(int row, float[] x);

    /**
     * A matrix over mapped bytes, which are neither copied nor read.
     *
     * @param info what the file says of the tensor that the matrix is, or is part of
     * @param data the bytes of the matrix
     * @param rows number of rows
     * @param columns values in a row
     * @throws GgufFormatException if the engine does not compute with the tensor's type
     */
    static Tensor of(TensorInfo info, MemorySegment data, int rows, int columns) {
        return switch (info.type()) {
            case F32 -> new F32Tensor(data, rows, columns);
            case F16 -> new F16Tensor(data, rows, columns);
            case BF16 -> new BF16Tensor(data, rows, columns);
            case Q8_0 -> new Q8_0Tensor(data, rows, columns);
            case Q4_0, Q4_1, Q5_0, Q5_1, Q8_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, Q8_K, IQ2_XXS, IQ2_XS, IQ3_XXS, IQ1_S,
                    IQ4_NL, IQ3_S, IQ2_S, IQ4_XS, I8, I16, I32, I64, F64, IQ1_M, TQ1_0, TQ2_0, MXFP4 ->
                throw new GgufFormatException(
                        "tensor %s: type %s (%d) is not supported; use a Q8_0, F16, BF16 or F32 file"
                                .formatted(info.name(), info.type(), info.type().id()));
        };
    }
}
