package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgufFormatException;
import dev.qwenagent.local.gguf.TensorInfo;
import java.lang.foreign.MemorySegment;

/** A read-only matrix of weights in some storage format. Safe for use by many threads. */
public sealed interface Tensor permits StoredTensor, ColumnTensor, RepackedTensor {

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

    /** The bytes that a product with the whole matrix reads. */
    long byteSize();

    /**
     * A matrix over mapped bytes, which are neither copied nor read.
     *
     * @param info what the file says of the tensor that the matrix is, or is part of
     * @param data the bytes of the matrix
     * @param rows number of rows
     * @param columns values in a row
     * @throws GgufFormatException if the engine does not compute with the tensor's type, or a row is not whole blocks
     */
    static StoredTensor of(TensorInfo info, MemorySegment data, int rows, int columns) {
        if (columns % info.type().blockSize() != 0) {
            throw new GgufFormatException(
                    "tensor %s at offset %d of the data: expected rows of whole blocks of %d values (%s), found %d columns; the file is damaged"
                            .formatted(info.name(), info.offset(), info.type().blockSize(), info.type(), columns));
        }
        return switch (info.type()) {
            case F32 -> new F32Tensor(data, rows, columns);
            case F16 -> new F16Tensor(data, rows, columns);
            case BF16 -> new BF16Tensor(data, rows, columns);
            case Q8_0 -> new Q8_0Tensor(data, rows, columns);
            case Q4_0 -> new Q4_0Tensor(data, rows, columns);
            case Q4_1 -> new Q4_1Tensor(data, rows, columns);
            case Q5_0 -> new Q5_0Tensor(data, rows, columns);
            case Q5_1 -> new Q5_1Tensor(data, rows, columns);
            case Q2_K -> new Q2_KTensor(data, rows, columns);
            case Q3_K -> new Q3_KTensor(data, rows, columns);
            case Q4_K -> new Q4_KTensor(data, rows, columns);
            case Q5_K -> new Q5_KTensor(data, rows, columns);
            case Q6_K -> new Q6_KTensor(data, rows, columns);
            case IQ4_NL -> new IQ4_NLTensor(data, rows, columns);
            case IQ4_XS -> new IQ4_XSTensor(data, rows, columns);
            case MXFP4 -> new MXFP4Tensor(data, rows, columns);
            case Q8_1, Q8_K, IQ2_XXS, IQ2_XS, IQ3_XXS, IQ1_S, IQ3_S, IQ2_S, I8, I16, I32, I64, F64, IQ1_M, TQ1_0,
                    TQ2_0 ->
                throw new GgufFormatException(
                        "tensor %s at offset %d of the data: type %s (%d) is not supported; use a Q4_K, Q6_K, Q8_0, F16, BF16 or F32 file"
                                .formatted(info.name(), info.offset(), info.type(), info.type().id()));
        };
    }
}
