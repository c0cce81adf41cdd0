package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.Q2_KTensor;
import dev.qwenagent.local.tensor.Q3_KTensor;
import dev.qwenagent.local.tensor.Q4_KTensor;
import dev.qwenagent.local.tensor.Q5_KTensor;
import dev.qwenagent.local.tensor.Q6_KTensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Unpacks a row of blocks of 256 values; the layouts are drawn in the classes of the formats. */
final class LargeBlocks {

    private static final int VALUES = 256;

    private LargeBlocks() {}

    static void q2(Q2_KTensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 84) {
            float d = VectorUnpacking.half(data, block + 80);
            float m = VectorUnpacking.half(data, block + 82);
            for (int group = 0; group < 16; group++) {
                int packed = VectorUnpacking.unsigned(data, block + group);
                float scale = d * (packed & 15);
                float offset = m * (packed >> 4);
                long codes = block + 16 + group / 8 * 32 + group % 2 * 16;
                for (int i = 0; i < 16; i += Lanes.COUNT) {
                    IntVector q = bits(Lanes.bytes(data, codes, i), group / 2 % 4 * 2, 3);
                    scaled(q, scale, offset).intoArray(out, c + group * 16 + i);
                }
            }
        }
    }

    static void q3(Q3_KTensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 110) {
            float d = VectorUnpacking.half(data, block + 108);
            for (int group = 0; group < 16; group++) {
                float scale = d * (weights.scale(block, group) - 32);
                long codes = block + 32 + group / 8 * 32 + group % 2 * 16;
                for (int i = 0; i < 16; i += Lanes.COUNT) {
                    IntVector low = bits(Lanes.bytes(data, codes, i), group / 2 % 4 * 2, 3);
                    IntVector third = bits(Lanes.bytes(data, block + group % 2 * 16, i), group / 2, 1);
                    IntVector q = low.or(third.lanewise(VectorOperators.LSHL, 2)).sub(4);
                    Lanes.floats(q).mul(scale).intoArray(out, c + group * 16 + i);
                }
            }
        }
    }

    static void q4(Q4_KTensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 144) {
            float d = VectorUnpacking.half(data, block);
            float m = VectorUnpacking.half(data, block + 2);
            for (int group = 0; group < 8; group += 2) {
                float scale = d * weights.scale(block, group);
                float offset = m * weights.offset(block, group);
                float nextScale = d * weights.scale(block, group + 1);
                float nextOffset = m * weights.offset(block, group + 1);
                for (int i = 0; i < 32; i += Lanes.COUNT) {
                    IntVector pairs = Lanes.bytes(data, block + 16 + group * 16, i);
                    scaled(pairs.and(15), scale, offset).intoArray(out, c + group * 32 + i);
                    scaled(pairs.lanewise(VectorOperators.LSHR, 4), nextScale, nextOffset).intoArray(out,
                            c + group * 32 + 32 + i);
                }
            }
        }
    }

    static void q5(Q5_KTensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 176) {
            float d = VectorUnpacking.half(data, block);
            float m = VectorUnpacking.half(data, block + 2);
            for (int group = 0; group < 8; group++) {
                float scale = d * weights.scale(block, group);
                float offset = m * weights.offset(block, group);
                for (int i = 0; i < 32; i += Lanes.COUNT) {
                    IntVector low = bits(Lanes.bytes(data, block + 48 + group / 2 * 32, i), group % 2 * 4, 15);
                    IntVector fifth = bits(Lanes.bytes(data, block + 16, i), group, 1);
                    scaled(low.or(fifth.lanewise(VectorOperators.LSHL, 4)), scale, offset).intoArray(out,
                            c + group * 32 + i);
                }
            }
        }
    }

    static void q6(Q6_KTensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 210) {
            float d = VectorUnpacking.half(data, block + 208);
            for (int group = 0; group < 16; group++) {
                float scale = d * (byte) VectorUnpacking.unsigned(data, block + 192 + group);
                int quarter = group / 2 % 4;
                long lower = block + group / 8 * 64 + quarter % 2 * 32 + group % 2 * 16;
                long upper = block + 128 + group / 8 * 32 + group % 2 * 16;
                for (int i = 0; i < 16; i += Lanes.COUNT) {
                    IntVector l = bits(Lanes.bytes(data, lower, i), quarter / 2 * 4, 15);
                    IntVector u = bits(Lanes.bytes(data, upper, i), quarter * 2, 3);
                    IntVector q = l.or(u.lanewise(VectorOperators.LSHL, 4)).sub(32);
                    Lanes.floats(q).mul(scale).intoArray(out, c + group * 16 + i);
                }
            }
        }
    }

    private static IntVector bits(IntVector bytes, int shift, int mask) {
        return bytes.lanewise(VectorOperators.LSHR, shift).and(mask);
    }

    private static FloatVector scaled(IntVector codes, float scale, float offset) {
        return Lanes.floats(codes).mul(scale).sub(offset);
    }
}
