package dev.qwenagent.local.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

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
public record F32Tensor(MemorySegment data, int rows, int columns) implements Tensor {

    private static final int BYTES = 4;
    private static final ValueLayout.OfFloat VALUE = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public void row(int row, float[] out) {
        long at = (long) row * columns * BYTES;
        for (int c = 0; c < columns; c++) {
            out[c] = data.get(VALUE, at + (long) c * BYTES);
        }
    }

    @Override
    public float dot(int row, float[] x) {
        long at = (long) row * columns * BYTES;
        float even = 0;
        float odd = 0;
        int c = 0;
        for (; c + 1 < columns; c += 2) {
            even += data.get(VALUE, at + (long) c * BYTES) * x[c];
            odd += data.get(VALUE, at + (long) (c + 1) * BYTES) * x[c + 1];
        }
        if (c < columns) {
            even += data.get(VALUE, at + (long) c * BYTES) * x[c];
        }
        return even + odd;
    }
}
