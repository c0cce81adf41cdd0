package dev.qwenagent.local.tensor;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
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

    /** A matrix of values around -1 to 1; columns are a multiple of the type's block. */
    public static Tensor tensor(GgmlType type, int rows, int columns, long seed) {
        byte[] bytes = bytes(type, rows * columns, seed);
        TensorInfo info = new TensorInfo("sample", List.of((long) columns, (long) rows), type, 0, bytes.length);
        return Tensor.of(info, MemorySegment.ofArray(bytes), rows, columns);
    }

    /** The bytes of such a matrix, as a file has them. */
    public static byte[] bytes(GgmlType type, int count, long seed) {
        ByteBuffer out = ByteBuffer.allocate((int) type.bytesOf(count)).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> {
                for (float value : floats(count, seed)) {
                    out.putFloat(value);
                }
            }
            case F16 -> {
                for (float value : floats(count, seed)) {
                    out.putShort(Float.floatToFloat16(value));
                }
            }
            case BF16 -> {
                for (float value : floats(count, seed)) {
                    out.putShort((short) (Float.floatToIntBits(value) >> 16));
                }
            }
            default -> {
                new Random(seed).nextBytes(out.array());
                for (int at = 0; at < out.capacity(); at += type.blockBytes()) {
                    putScales(type, out, at);
                }
            }
        }
        return out.array();
    }

    /** Random codes and inner scales are left as they are; the block's outer scale brings the values near 1. */
    private static void putScales(GgmlType type, ByteBuffer block, int at) {
        switch (type) {
            case Q8_0 -> block.putShort(at, half(1 / 127.0));
            case Q4_0 -> block.putShort(at, half(1 / 8.0));
            case Q4_1 -> block.putShort(at, half(1 / 8.0)).putShort(at + 2, half(-1));
            case Q5_0 -> block.putShort(at, half(1 / 16.0));
            case Q5_1 -> block.putShort(at, half(1 / 16.0)).putShort(at + 2, half(-1));
            case Q2_K -> block.putShort(at + 80, half(1 / 23.0)).putShort(at + 82, half(1 / 15.0));
            case Q3_K -> block.putShort(at + 108, half(1 / 128.0));
            case Q4_K -> block.putShort(at, half(1 / 472.0)).putShort(at + 2, half(1 / 63.0));
            case Q5_K -> block.putShort(at, half(1 / 976.0)).putShort(at + 2, half(1 / 63.0));
            case Q6_K -> block.putShort(at + 208, half(1 / 4096.0));
            case IQ4_NL -> block.putShort(at, half(1 / 127.0));
            case IQ4_XS -> block.putShort(at, half(1 / 4064.0));
            case MXFP4 -> block.put(at, (byte) 125);
            default -> throw new IllegalArgumentException("no samples of " + type);
        }
    }

    private static short half(double value) {
        return Float.floatToFloat16((float) value);
    }
}
