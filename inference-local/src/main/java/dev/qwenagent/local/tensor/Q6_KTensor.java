package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Six bits a value in blocks of 256, with an eight-bit scale for each group of 16; the upper two bits are apart.
 *
 * <pre>
 * block, 210 bytes: [ 128 bytes: lower bits ][ 64 bytes: upper bits ][ 16 signed bytes: scales ][ d: half ]
 * lower bits: byte 64 h + j (j below 64) holds value 128 h + j in its lower four bits, value 128 h + 64 + j in its upper
 * upper bits: byte 32 h + j holds, from its lowest bits up, those of the values 128 h + j, + 32, + 64, + 96
 * value i = d * sg * (li + 16 * ui - 32),  g = i / 16
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 256 * 210}
 * @param rows outputs
 * @param columns inputs, a multiple of 256
 */
public record Q6_KTensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int UPPER_BITS = 128;
    private static final int SCALES = 192;
    private static final int SCALE = 208;

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = Stored.half(data, at + SCALE);
        for (int group = 0; group < 16; group++) {
            float scale = d * scale(at, group);
            for (int i = group * 16; i < group * 16 + 16; i++) {
                out[from + i] = scale * (code(at, i) - 32);
            }
        }
    }

    /** The scale of a group before it is multiplied by the block's: s of the group, in the block at {@code at}. */
    public int scale(long at, int group) {
        return Stored.signed(data, at + SCALES + group);
    }

    /** What value i of the block at {@code at} is before 32 is taken off and it is scaled: li + 16 * ui. */
    public int code(long at, int i) {
        int quarter = i / 32 % 4;
        int l = Stored.unsigned(data, at + i / 128 * 64 + i % 64) >> quarter / 2 * 4 & 15;
        int u = Stored.unsigned(data, at + UPPER_BITS + i / 128 * 32 + i % 32) >> quarter * 2 & 3;
        return l | u << 4;
    }

    @Override
    public GgmlType type() {
        return GgmlType.Q6_K;
    }
}
