package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Two bits a value in blocks of 256, with a four-bit scale and a four-bit offset for each group of 16.
 *
 * <pre>
 * block, 84 bytes: [ 16 bytes: mg sg ][ 64 bytes: codes ][ d: half ][ m: half ]      sg the lower four bits
 * codes: byte 32 h + j holds, from its lowest bits up, the values 128 h + j, + 32, + 64, + 96
 * value i = d * sg * qi - m * mg,  g = i / 16
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 256 * 84}
 * @param rows outputs
 * @param columns inputs, a multiple of 256
 */
public record Q2_KTensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int CODES = 16;
    private static final int SCALE = 80;
    private static final int OFFSET = 82;

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = Stored.half(data, at + SCALE);
        float m = Stored.half(data, at + OFFSET);
        for (int group = 0; group < 16; group++) {
            int packed = Stored.unsigned(data, at + group);
            float scale = d * (packed & 15);
            float offset = m * (packed >> 4);
            long codes = at + CODES + group / 8 * 32 + group % 2 * 16;
            int shift = group / 2 % 4 * 2;
            for (int i = 0; i < 16; i++) {
                int q = Stored.unsigned(data, codes + i) >> shift & 3;
                out[from + group * 16 + i] = scale * q - offset;
            }
        }
    }

    @Override
    public GgmlType type() {
        return GgmlType.Q2_K;
    }
}
