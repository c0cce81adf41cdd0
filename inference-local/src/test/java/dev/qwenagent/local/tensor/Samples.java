package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded numbers and matrices for tests. */
public final class Samples {

    private Samples() {}

    /** Values from -1 to 1. */
    public static float[] floats(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** A matrix of values from -1 to 1; columns are a multiple of the type's block. */
    public static Tensor tensor(GgmlType type, int rows, int columns, long seed) {
        float[] values = floats(rows * columns, seed);
        ByteBuffer out = ByteBuffer.allocate((int) type.bytesOf(values.length)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            switch (type) {
                case F32 -> out.putFloat(values[i]);
                case F16 -> out.putShort(Float.floatToFloat16(values[i]));
                case BF16 -> out.putShort((short) (Float.floatToIntBits(values[i]) >> 16));
                case Q8_0 -> {
                    if (i % 32 == 0) {
                        out.putShort(Float.floatToFloat16(1 / 127f));
                    }
                    out.put((byte) Math.round(values[i] * 127));
                }
                default -> throw new IllegalArgumentException("no samples of " + type);
            }
        }
        TensorInfo info = new TensorInfo("sample", List.of((long) columns, (long) rows), type, 0, out.capacity());
        return Tensor.of(info, MemorySegment.ofArray(out.array()), rows, columns);
    }
}
