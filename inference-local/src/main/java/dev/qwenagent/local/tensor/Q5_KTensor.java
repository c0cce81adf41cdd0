package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Five bits a value in blocks of 256, with a six-bit scale and a six-bit offset for each group of 32.
 *
 * <pre>
 * block, 176 bytes: [ d: half ][ m: half ][ 12 bytes: scales and offsets, see {@link SixBitPairs} ]
 *                   [ 32 bytes: fifth bits ][ 128 bytes: codes ]
 * fifth bits: bit g of byte j belongs to value 32 g + j
 * codes: byte 32 p + j holds value 64 p + j in its lower four bits, value 64 p + 32 + j in its upper
 * value i = d * sg * (qi + 16 * hi) - m * og,  g = i / 32
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 256 * 176}
 * @param rows outputs
 * @param columns inputs, a multiple of 256
 */
public record Q5_KTensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int OFFSET = 2;
    private static final int PAIRS = 4;
    private static final int FIFTH_BITS = 16;
    private static final int CODES = 48;

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = Stored.half(data, at);
        float m = Stored.half(data, at + OFFSET);
        for (int group = 0; group < 8; group++) {
            float scale = d * scale(at, group);
            float offset = m * offset(at, group);
            long codes = at + CODES + group / 2 * 32;
            int shift = group % 2 * 4;
            for (int i = 0; i < 32; i++) {
                int low = Stored.unsigned(data, codes + i) >> shift & 15;
                int fifth = Stored.unsigned(data, at + FIFTH_BITS + i) >> group & 1;
                out[from + group * 32 + i] = scale * (low | fifth << 4) - offset;
            }
        }
    }

    /** The scale of a group before it is multiplied by the block's: s of the group, in the block at {@code at}. */
    public int scale(long at, int group) {
        return SixBitPairs.scale(data, at + PAIRS, group);
    }

    /** The offset of a group before it is multiplied by the block's: o of the group, in the block at {@code at}. */
    public int offset(long at, int group) {
        return SixBitPairs.offset(data, at + PAIRS, group);
    }

    @Override
    public GgmlType type() {
        return GgmlType.Q5_K;
    }
}
