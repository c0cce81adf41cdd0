package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** A matrix in a format of GGUF files, usually a part of a mapped file. */
public sealed interface StoredTensor extends Tensor permits F32Tensor, F16Tensor, BF16Tensor, BlockTensor {

    /** The bytes, rows one after the other. */
    MemorySegment data();

    /** The format. */
    GgmlType type();

    /** Bytes of a row. */
    default long rowBytes() {
        return type().bytesOf(columns());
    }

    /** Where a row begins in {@link #data()}, in bytes. */
    default long rowOffset(int row) {
        return row * rowBytes();
    }

    @Override
    default long byteSize() {
        return rows() * rowBytes();
    }
}
