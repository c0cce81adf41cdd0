package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.IQ4_NLTensor;
import dev.qwenagent.local.tensor.IQ4_XSTensor;
import dev.qwenagent.local.tensor.MXFP4Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Unpacks a row of blocks whose codes of four bits stand for sixteen levels, which are looked up in registers; the layouts
 * are drawn in the classes of the formats.
 */
final class LeveledBlocks {

    private static final int VALUES = 32;
    private static final int PAIRS = 16;
    private static final LevelTable UNEVEN = LevelTable.of(IQ4_NLTensor::level);
    private static final LevelTable FLOATS = LevelTable.of(MXFP4Tensor::doubledLevel);

    private LeveledBlocks() {}

    static void iq4(IQ4_NLTensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 18) {
            group(UNEVEN, VectorUnpacking.half(data, block), data, block + 2, out, c);
        }
    }

    static void iq4(IQ4_XSTensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += 8 * VALUES, block += 136) {
            float d = VectorUnpacking.half(data, block);
            for (int group = 0; group < 8; group++) {
                float scale = d * (weights.scale(block, group) - 32);
                group(UNEVEN, scale, data, block + 8 + group * PAIRS, out, c + group * VALUES);
            }
        }
    }

    static void mxfp4(MXFP4Tensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 17) {
            group(FLOATS, weights.halfPower(block), data, block + 1, out, c);
        }
    }

    /** 32 values from 16 bytes at {@code codes}. */
    private static void group(LevelTable levels, float scale, MemorySegment data, long codes, float[] out, int at) {
        for (int i = 0; i < PAIRS; i += Lanes.COUNT) {
            IntVector pairs = Lanes.bytes(data, codes, i);
            FloatVector lower = Lanes.floats(levels.of(pairs.and(15)));
            FloatVector upper = Lanes.floats(levels.of(pairs.lanewise(VectorOperators.LSHR, 4)));
            lower.mul(scale).intoArray(out, at + i);
            upper.mul(scale).intoArray(out, at + PAIRS + i);
        }
    }
}
