package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Three bits a value in blocks of 256, with a six-bit scale for each group of 16; the third bits are apart.
 *
 * <pre>
 * block, 110 bytes: [ 32 bytes: third bits ][ 64 bytes: codes ][ 12 bytes: scales ][ d: half ]
 * third bits: bit b of byte j belongs to value 32 b + j
 * codes: byte 32 h + j holds, from its lowest bits up, the values 128 h + j, + 32, + 64, + 96
 * scales: the lower four bits of s0..s7 and s8..s15 are the nibbles of bytes 0..7,
 *         the upper two of s(j), s(j+4), s(j+8), s(j+12) are in byte 8 + j from its lowest bits up
 * value i = d * (sg - 32) * (qi + 4 * hi - 4),  g = i / 16
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 256 * 110}
 * @param rows outputs
 * @param columns inputs, a multiple of 256
 */
public record Q3_KTensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int CODES = 32;
    private static final int SCALES = 96;
    private static final int SCALE = 108;

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = Stored.half(data, at + SCALE);
        for (int group = 0; group < 16; group++) {
            float scale = d * (scale(at, group) - 32);
            int half = group % 2 * 16;
            long codes = at + CODES + group / 8 * 32 + half;
            int shift = group / 2 % 4 * 2;
            for (int i = 0; i < 16; i++) {
                int low = Stored.unsigned(data, codes + i) >> shift & 3;
                int third = Stored.unsigned(data, at + half + i) >> group / 2 & 1;
                out[from + group * 16 + i] = scale * (low + 4 * third - 4);
            }
        }
    }

    /** The scale of a group before 32 is taken off: s of the group, in the block at {@code at}. */
    public int scale(long at, int group) {
        long scales = at + SCALES;
        int low = Stored.unsigned(data, scales + group % 8) >> group / 8 * 4 & 15;
        int high = Stored.unsigned(data, scales + 8 + group % 4) >> group / 4 * 2 & 3;
        return low | high << 4;
    }

    @Override
    public GgmlType type() {
        return GgmlType.Q3_K;
    }
}
