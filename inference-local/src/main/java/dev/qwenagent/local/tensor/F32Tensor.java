package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * IEEE 754 single precision.
 *
 * <pre>
 * value: [ sign 1 | exponent 8 | fraction 23 ], little-endian, 4 bytes
 * </pre>
 *
 * @param data the bytes, {@code rows * columns * 4}
 * @param rows outputs
 * @param columns inputs
 */
public record F32Tensor(MemorySegment data, int rows, int columns) implements StoredTensor {

    @Override
    public void row(int row, float[] out) {
        long at = rowOffset(row);
        for (int c = 0; c < columns; c++) {
            out[c] = Stored.single(data, at + 4L * c);
        }
    }

    @Override
    public GgmlType type() {
        return GgmlType.F32;
    }
}
