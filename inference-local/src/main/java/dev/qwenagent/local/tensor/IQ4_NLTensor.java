package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Four bits a value in blocks of 32 with one scale; the codes stand for sixteen unevenly spaced levels.
 *
 * <pre>
 * block, 18 bytes: [ d: half ][ q16 q0 ][ q17 q1 ] ... [ q31 q15 ]      value i = d * level(qi)
 * level: -127 -104 -83 -65 -49 -35 -22 -10 1 13 25 38 53 69 89 113
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 32 * 18}
 * @param rows outputs
 * @param columns inputs, a multiple of 32
 */
public record IQ4_NLTensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int CODES = 2;

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = Stored.half(data, at);
        for (int i = 0; i < 16; i++) {
            int pair = Stored.unsigned(data, at + CODES + i);
            out[from + i] = d * UnevenLevels.of(pair & 15);
            out[from + 16 + i] = d * UnevenLevels.of(pair >> 4);
        }
    }

    /**
     * What a code stands for, without the scale.
     *
     * @param code from 0 to 15
     */
    public static int level(int code) {
        return UnevenLevels.of(code);
    }

    @Override
    public GgmlType type() {
        return GgmlType.IQ4_NL;
    }
}
