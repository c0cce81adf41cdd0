package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Brain floating point: the upper half of a single.
 *
 * <pre>
 * value: [ sign 1 | exponent 8 | fraction 7 ], little-endian, 2 bytes
 * </pre>
 *
 * @param data the bytes, {@code rows * columns * 2}
 * @param rows outputs
 * @param columns inputs
 */
public record BF16Tensor(MemorySegment data, int rows, int columns) implements StoredTensor {

    @Override
    public void row(int row, float[] out) {
        long at = rowOffset(row);
        for (int c = 0; c < columns; c++) {
            out[c] = Stored.upperHalf(data, at + 2L * c);
        }
    }

    @Override
    public GgmlType type() {
        return GgmlType.BF16;
    }
}
