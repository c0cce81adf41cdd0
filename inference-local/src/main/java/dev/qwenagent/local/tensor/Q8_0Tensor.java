package dev.qwenagent.local.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Eight bits a value in blocks of 32 with one scale.
 *
 * <pre>
 * block, 34 bytes: [ d: half ][ q0 ][ q1 ] ... [ q31 ]      value i = d * qi,  qi a signed byte
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 32 * 34}
 * @param rows outputs
 * @param columns inputs, a multiple of 32
 */
public record Q8_0Tensor(MemorySegment data, int rows, int columns) implements Tensor {

    private static final int BLOCK = 32;
    private static final int SCALE_BYTES = 2;
    private static final int BLOCK_BYTES = SCALE_BYTES + BLOCK;
    private static final ValueLayout.OfShort SCALE = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public void row(int row, float[] out) {
        long at = rowOffset(row);
        for (int c = 0; c < columns; c += BLOCK, at += BLOCK_BYTES) {
            float d = Float.float16ToFloat(data.get(SCALE, at));
            for (int i = 0; i < BLOCK; i++) {
                out[c + i] = d * data.get(ValueLayout.JAVA_BYTE, at + SCALE_BYTES + i);
            }
        }
    }

    @Override
    public float dot(int row, float[] x) {
        long at = rowOffset(row);
        float sum = 0;
        for (int c = 0; c < columns; c += BLOCK, at += BLOCK_BYTES) {
            float even = 0;
            float odd = 0;
            for (int i = 0; i < BLOCK; i += 2) {
                even += data.get(ValueLayout.JAVA_BYTE, at + SCALE_BYTES + i) * x[c + i];
                odd += data.get(ValueLayout.JAVA_BYTE, at + SCALE_BYTES + i + 1) * x[c + i + 1];
            }
            sum += Float.float16ToFloat(data.get(SCALE, at)) * (even + odd);
        }
        return sum;
    }

    private long rowOffset(int row) {
        return (long) row * (columns / BLOCK) * BLOCK_BYTES;
    }
}
