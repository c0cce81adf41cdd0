package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Five bits a value in blocks of 32 with a scale and a least value; the fifth bits are apart.
 *
 * <pre>
 * block, 24 bytes: [ d: half ][ m: half ][ h: 32 bits ][ l16 l0 ][ l17 l1 ] ... [ l31 l15 ]
 * value i = d * (li + 16 * hi) + m,  hi bit i of h
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 32 * 24}
 * @param rows outputs
 * @param columns inputs, a multiple of 32
 */
public record Q5_1Tensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int LEAST = 2;
    private static final int FIFTH_BITS = 4;
    private static final int CODES = 8;

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = Stored.half(data, at);
        float m = Stored.half(data, at + LEAST);
        int h = Stored.word(data, at + FIFTH_BITS);
        for (int i = 0; i < 16; i++) {
            int pair = Stored.unsigned(data, at + CODES + i);
            out[from + i] = d * (pair & 15 | (h >>> i & 1) << 4) + m;
            out[from + 16 + i] = d * (pair >> 4 | (h >>> i + 16 & 1) << 4) + m;
        }
    }

    @Override
    public GgmlType type() {
        return GgmlType.Q5_1;
    }
}
