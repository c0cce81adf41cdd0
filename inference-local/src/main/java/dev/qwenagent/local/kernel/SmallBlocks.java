package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.Q4_0Tensor;
import dev.qwenagent.local.tensor.Q4_1Tensor;
import dev.qwenagent.local.tensor.Q5_0Tensor;
import dev.qwenagent.local.tensor.Q5_1Tensor;
import dev.qwenagent.local.tensor.Q8_0Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Unpacks a row of blocks of 32 values; the layouts are drawn in the classes of the formats. */
final class SmallBlocks {

    private static final int VALUES = 32;
    private static final int PAIRS = 16;

    private SmallBlocks() {}

    static void q8(Q8_0Tensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 34) {
            float d = VectorUnpacking.half(data, block);
            for (int i = 0; i < VALUES; i += Lanes.COUNT) {
                Lanes.signedBytes(data, block + 2, i).mul(d).intoArray(out, c + i);
            }
        }
    }

    static void q4(Q4_0Tensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 18) {
            float d = VectorUnpacking.half(data, block);
            for (int i = 0; i < PAIRS; i += Lanes.COUNT) {
                IntVector pairs = Lanes.bytes(data, block + 2, i);
                Lanes.floats(lower(pairs).sub(8)).mul(d).intoArray(out, c + i);
                Lanes.floats(upper(pairs).sub(8)).mul(d).intoArray(out, c + PAIRS + i);
            }
        }
    }

    static void q41(Q4_1Tensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 20) {
            float d = VectorUnpacking.half(data, block);
            float m = VectorUnpacking.half(data, block + 2);
            for (int i = 0; i < PAIRS; i += Lanes.COUNT) {
                IntVector pairs = Lanes.bytes(data, block + 4, i);
                scaled(lower(pairs), d, m).intoArray(out, c + i);
                scaled(upper(pairs), d, m).intoArray(out, c + PAIRS + i);
            }
        }
    }

    static void q5(Q5_0Tensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 22) {
            float d = VectorUnpacking.half(data, block);
            int fifths = VectorUnpacking.word(data, block + 2);
            for (int i = 0; i < PAIRS; i += Lanes.COUNT) {
                IntVector pairs = Lanes.bytes(data, block + 6, i);
                IntVector low = lower(pairs).or(fifth(fifths >>> i)).sub(16);
                IntVector high = upper(pairs).or(fifth(fifths >>> PAIRS + i)).sub(16);
                Lanes.floats(low).mul(d).intoArray(out, c + i);
                Lanes.floats(high).mul(d).intoArray(out, c + PAIRS + i);
            }
        }
    }

    static void q51(Q5_1Tensor weights, long at, float[] out, int from) {
        MemorySegment data = weights.data();
        long block = at;
        for (int c = from; c < from + weights.columns(); c += VALUES, block += 24) {
            float d = VectorUnpacking.half(data, block);
            float m = VectorUnpacking.half(data, block + 2);
            int fifths = VectorUnpacking.word(data, block + 4);
            for (int i = 0; i < PAIRS; i += Lanes.COUNT) {
                IntVector pairs = Lanes.bytes(data, block + 8, i);
                scaled(lower(pairs).or(fifth(fifths >>> i)), d, m).intoArray(out, c + i);
                scaled(upper(pairs).or(fifth(fifths >>> PAIRS + i)), d, m).intoArray(out, c + PAIRS + i);
            }
        }
    }

    private static IntVector lower(IntVector pairs) {
        return pairs.and(15);
    }

    private static IntVector upper(IntVector pairs) {
        return pairs.lanewise(VectorOperators.LSHR, 4);
    }

    /** Bit k of a word, for lane k, at the place of a code's fifth bit. */
    private static IntVector fifth(int bits) {
        return IntVector.broadcast(Lanes.I, bits)
                .lanewise(VectorOperators.LSHR, Lanes.NUMBERS)
                .and(1)
                .lanewise(VectorOperators.LSHL, 4);
    }

    private static FloatVector scaled(IntVector codes, float scale, float least) {
        return Lanes.floats(codes).mul(scale).add(least);
    }
}
