package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Four bits a value in blocks of 256, with a six-bit scale for each group of 32; the codes stand for the sixteen
 * unevenly spaced levels of {@link IQ4_NLTensor}.
 *
 * <pre>
 * block, 136 bytes: [ d: half ][ u: 16 bits ][ 4 bytes: lower bits of scales ][ 128 bytes: codes ]
 * lower bits of scales: byte j holds those of s(2j) in its lower four bits, of s(2j+1) in its upper
 * u: the upper two bits of s0, s1, ... s7 from its lowest bits up
 * codes: byte 16 g + j holds value 32 g + j in its lower four bits, value 32 g + 16 + j in its upper
 * value i = d * (sg - 32) * level(qi),  g = i / 32
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 256 * 136}
 * @param rows outputs
 * @param columns inputs, a multiple of 256
 */
public record IQ4_XSTensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int UPPER_SCALE_BITS = 2;
    private static final int LOWER_SCALE_BITS = 4;
    private static final int CODES = 8;

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = Stored.half(data, at);
        for (int group = 0; group < 8; group++) {
            float scale = d * (scale(at, group) - 32);
            long codes = at + CODES + group * 16;
            int first = from + group * 32;
            for (int i = 0; i < 16; i++) {
                int pair = Stored.unsigned(data, codes + i);
                out[first + i] = scale * UnevenLevels.of(pair & 15);
                out[first + 16 + i] = scale * UnevenLevels.of(pair >> 4);
            }
        }
    }

    /**
     * The scale of a group, before 32 is taken off.
     *
     * @param at where the block begins in {@link #data()}
     * @param group from 0 to 7
     * @return 0 to 63
     */
    public int scale(long at, int group) {
        int low = Stored.unsigned(data, at + LOWER_SCALE_BITS + group / 2) >> group % 2 * 4 & 15;
        int high = Stored.unsigned(data, at + UPPER_SCALE_BITS + group / 4) >> group % 4 * 2 & 3;
        return low | high << 4;
    }

    @Override
    public GgmlType type() {
        return GgmlType.IQ4_XS;
    }
}
