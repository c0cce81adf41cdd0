package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Four bits a value in blocks of 32 with a scale and a least value.
 *
 * <pre>
 * block, 20 bytes: [ d: half ][ m: half ][ q16 q0 ][ q17 q1 ] ... [ q31 q15 ]      value i = d * qi + m
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 32 * 20}
 * @param rows outputs
 * @param columns inputs, a multiple of 32
 */
public record Q4_1Tensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int LEAST = 2;
    private static final int CODES = 4;

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = Stored.half(data, at);
        float m = Stored.half(data, at + LEAST);
        for (int i = 0; i < 16; i++) {
            int pair = Stored.unsigned(data, at + CODES + i);
            out[from + i] = d * (pair & 15) + m;
            out[from + 16 + i] = d * (pair >> 4) + m;
        }
    }

    @Override
    public GgmlType type() {
        return GgmlType.Q4_1;
    }
}
