package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Eight bits a value in blocks of 32 with one scale.
 *
 * <pre>
 * block, 34 bytes: [ d: half ][ q0 ][ q1 ] ... [ q31 ]      value i = d * qi,  qi a signed byte
 * </pre>
 *
 * @param data the bytes, {@code rows * columns / 32 * 34}
 * @param rows outputs
 * @param columns inputs, a multiple of 32
 */
public record Q8_0Tensor(MemorySegment data, int rows, int columns) implements BlockTensor {

    private static final int CODES = 2;

    @Override
    public void unpack(long at, float[] out, int from) {
        float d = Stored.half(data, at);
        for (int i = 0; i < 32; i++) {
            out[from + i] = d * Stored.signed(data, at + CODES + i);
        }
    }

    @Override
    public GgmlType type() {
        return GgmlType.Q8_0;
    }
}
