package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Four bits a value in blocks of 32 with one scale.
 *
 * <pre>
 * block, 18 bytes: [ d: half ][ q16 q0 ][ q17 q1 ] ... [ q31 q15 ]      the lower four bits of a byte are on the right
 * value i = d * (qi - 8)
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 32 * 18}
 * @param rows outputs
 * @param columns inputs, a multiple of 32
 */
public record Q4_0Tensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int CODES = 2;

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = Stored.half(data, at);
        for (int i = 0; i < 16; i++) {
            int pair = Stored.unsigned(data, at + CODES + i);
            out[from + i] = d * ((pair & 15) - 8);
            out[from + 16 + i] = d * ((pair >> 4) - 8);
        }
    }

    @Override
    public GgmlType type() {
        return GgmlType.Q4_0;
    }
}
