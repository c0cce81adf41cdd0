package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Floating point of four bits in blocks of 32 with one power of two.
 *
 * <pre>
 * block, 17 bytes: [ e: unsigned byte ][ q16 q0 ][ q17 q1 ] ... [ q31 q15 ]
 * q: sign 1 | exponent 2 | fraction 1
 * value i = 2^(e - 127) * float(qi),  float: 0 0.5 1 1.5 2 3 4 6 and the same below 0
 * </pre>
 *
 * <p>
 * Source: OCP Microscaling Formats (MX) 1.0, section 5.3. Here the levels are doubled and the power halved, so that both
 * are exact down to the smallest e.
 *
 * @param data the bytes, {@code rows * columns / 32 * 17}
 * @param rows outputs
 * @param columns inputs, a multiple of 32
 */
public record MXFP4Tensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int CODES = 1;
    private static final byte[] DOUBLED = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = halfPower(at);
        for (int i = 0; i < 16; i++) {
            int pair = Stored.unsigned(data, at + CODES + i);
            out[from + i] = d * DOUBLED[pair & 15];
            out[from + 16 + i] = d * DOUBLED[pair >> 4];
        }
    }

    /**
     * Half of a block's power of two, {@code 2^(e - 128)}: a subnormal number for the two smallest e.
     *
     * @param at where the block begins in {@link #data()}
     */
    public float halfPower(long at) {
        int e = Stored.unsigned(data, at);
        return Float.intBitsToFloat(e < 2 ? 0x0020_0000 << e : e - 1 << 23);
    }

    /**
     * Twice the number that a code stands for.
     *
     * @param code from 0 to 15
     */
    public static int doubledLevel(int code) {
        return DOUBLED[code];
    }

    @Override
    public GgmlType type() {
        return GgmlType.MXFP4;
    }
}
