package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * IEEE 754 half precision.
 *
 * <pre>
 * value: [ sign 1 | exponent 5 | fraction 10 ], little-endian, 2 bytes
 * </pre>
 *
 * @param data the bytes, {@code rows * columns * 2}
 * @param rows outputs
 * @param columns inputs
 */
public record F16Tensor(MemorySegment data, int rows, int columns) implements StoredTensor {

    @Override
    public void row(int row, float[] out) {
        long at = rowOffset(row);
        for (int c = 0; c < columns; c++) {
            out[c] = Stored.half(data, at + 2L * c);
        }
    }

    @Override
    public GgmlType type() {
        return GgmlType.F16;
    }
}
