package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.Q4_0Tensor;
import dev.qwenagent.local.tensor.Q4_KTensor;
import dev.qwenagent.local.tensor.Q6_KTensor;
import dev.qwenagent.local.tensor.RepackedTensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of tiles of 32 rows with a rounded token, in two steps: the whole numbers, then their scales; the layouts are drawn
 * in {@link RepackedTensor}.
 *
 * <p>
 * The first step adds up in lanes of 16 bits, modulo 65536. A sum of codes less their middle times the token's is at most 8 *
 * 127 * 32 for 32 columns of four bits and 32 * 127 * 8 for 8 of six, 32,512 both, so that nothing is lost if it begins at
 * minus the middle times the token's own sum, whatever the steps between.
 *
 * <p>
 * The methods are small on purpose: in one with more calls of the Vector API than the compiler's limit of nodes allows, some
 * forty, the others stay calls on vectors that are objects, and it is twenty times slower. Not thread-safe: one thread's
 * scratch.
 */
final class RepackedTiles {

    private static final VectorSpecies<Short> S = VectorSpecies.of(short.class, Lanes.F.vectorShape());
    private static final IntVector NIBBLES = IntVector.broadcast(Lanes.I, 0x000F000F);
    private static final IntVector BYTES = IntVector.broadcast(Lanes.I, 0x00FF00FF);
    private static final int VECTOR = 64;
    private static final int HALF_TILE = 16;
    private static final int HALVES = 64;
    private static final int Q4K_SCALES = 640;
    private static final int Q6K_SCALES = 576;

    /** The whole numbers: for each 32 columns of four bits, or 8 of six, a vector with two rows in a lane of 32 bits. */
    private short[] sums = new short[0];

    /** What the blocks' scales are multiplied by: a vector of d, and where there are offsets one of m. */
    private float[] factors = new float[0];

    /** The scales of groups, times d, and their offsets, times m. */
    private float[] scales = new float[0];

    /** The products of a tile's rows, to their places in {@code out}. */
    void multiply(RepackedTensor weights, int tile, RoundedToken token, float[] out) {
        MemorySegment data = weights.data();
        int columns = weights.columns();
        if (sums.length < columns / RoundedToken.EIGHT * 2 * Lanes.COUNT) {
            sums = new short[columns / RoundedToken.EIGHT * 2 * Lanes.COUNT];
            factors = new float[columns / RoundedToken.BLOCK * Lanes.COUNT];
            scales = new float[columns / RoundedToken.BLOCK * 2 * Lanes.COUNT];
        }
        for (int lane = 0; lane < HALF_TILE; lane += Lanes.COUNT) {
            long codes = weights.codesOffset(tile) + 4L * lane;
            switch (weights.source()) {
                case Q4_0Tensor _,Q4_KTensor _ -> sumNibbles(data, codes, columns, token);
                case Q6_KTensor _ -> sumBytes(data, codes, columns, token);
                default -> throw new IllegalStateException("no product of repacked " + weights.source().type());
            }
            scale(weights, tile, lane, token, out);
            scale(weights, tile, lane + HALF_TILE, token, out);
        }
    }

    private void scale(RepackedTensor weights, int tile, int row, RoundedToken token, float[] out) {
        MemorySegment data = weights.data();
        long at = weights.scalesOffset(tile);
        int columns = weights.columns();
        int to = tile * RepackedTensor.TILE + row;
        switch (weights.source()) {
            case Q4_0Tensor _ -> {
                takeFactors(data, at + 2L * row, columns / 32, HALVES, 1);
                scaleQ4(columns / 32, row, token, out, to);
            }
            case Q4_KTensor _ -> {
                takeFactors(data, at + 2L * row, columns / 128, Q4K_SCALES, 2);
                takeScales(data, at + 2 * HALVES, columns / 16, row);
                scaleQ4K(columns / 32, token, row, out, to);
            }
            case Q6_KTensor _ -> {
                takeFactors(data, at + 2L * row, columns / 256, Q6K_SCALES, 1);
                scaleQ6K(data, at + HALVES, columns / 256, row, token, out, to);
            }
            default -> throw new IllegalStateException("no product of repacked " + weights.source().type());
        }
    }

    /** {@code count} vectors of halves, {@code kinds} of them one after the other for each block. */
    private void takeFactors(MemorySegment data, long at, int count, int apart, int kinds) {
        for (int i = 0; i < count; i++) {
            long from = at + (long) i / kinds * apart + i % kinds * HALVES;
            Lanes.halves(data, from).intoArray(factors, i * Lanes.COUNT);
        }
    }

    /** {@code count} vectors of bytes times their blocks' factors: in turns a scale and an offset. */
    private void takeScales(MemorySegment data, long at, int count, int row) {
        for (int i = 0; i < count; i++) {
            IntVector bytes = Lanes.bytes(data, at + (i >> 4) * Q4K_SCALES + (i & 15) * 32, row);
            FloatVector factor = FloatVector.fromArray(Lanes.F, factors, ((i >> 4) * 2 + (i & 1)) * Lanes.COUNT);
            Lanes.floats(bytes).mul(factor).intoArray(scales, i * Lanes.COUNT);
        }
    }

    /** For each 32 columns a vector of sums. */
    private void sumNibbles(MemorySegment data, long at, int columns, RoundedToken token) {
        int[] x = token.codes();
        int[] eights = token.eights();
        long from = at;
        for (int block = 0; block < columns / 32; block++) {
            int all = eights[4 * block] + eights[4 * block + 1] + eights[4 * block + 2] + eights[4 * block + 3];
            ShortVector sum = ShortVector.broadcast(S, (short) (-8 * all));
            for (int c = 32 * block; c < 32 * block + 32; c += 4) {
                IntVector q = IntVector.fromMemorySegment(Lanes.I, data, from, ByteOrder.LITTLE_ENDIAN);
                sum = sum.add(product(q.and(NIBBLES), x[c]))
                        .add(product(q.lanewise(VectorOperators.LSHR, 4).and(NIBBLES), x[c + 1]))
                        .add(product(q.lanewise(VectorOperators.LSHR, 8).and(NIBBLES), x[c + 2]))
                        .add(product(q.lanewise(VectorOperators.LSHR, 12).and(NIBBLES), x[c + 3]));
                from += VECTOR;
            }
            sum.intoArray(sums, block * 2 * Lanes.COUNT);
        }
    }

    /** For each 8 columns a vector of sums. */
    private void sumBytes(MemorySegment data, long at, int columns, RoundedToken token) {
        int[] x = token.codes();
        int[] eights = token.eights();
        long from = at;
        for (int eight = 0; eight < columns / 8; eight++) {
            ShortVector sum = ShortVector.broadcast(S, (short) (-32 * eights[eight]));
            for (int c = 8 * eight; c < 8 * eight + 8; c += 2) {
                IntVector q = IntVector.fromMemorySegment(Lanes.I, data, from, ByteOrder.LITTLE_ENDIAN);
                sum = sum.add(product(q.and(BYTES), x[c]))
                        .add(product(q.lanewise(VectorOperators.LSHR, 8).and(BYTES), x[c + 1]));
                from += VECTOR;
            }
            sum.intoArray(sums, eight * 2 * Lanes.COUNT);
        }
    }

    private static ShortVector product(IntVector codes, int x) {
        return codes.reinterpretAsShorts().mul(IntVector.broadcast(Lanes.I, x).reinterpretAsShorts());
    }

    private void scaleQ4(int blocks, int row, RoundedToken token, float[] out, int to) {
        float[] tokenScales = token.scales();
        FloatVector result = FloatVector.zero(Lanes.F);
        for (int block = 0; block < blocks; block++) {
            FloatVector d = FloatVector.fromArray(Lanes.F, factors, block * Lanes.COUNT);
            result = Lanes.floats(sums(block, row)).mul(d).fma(all(tokenScales[block]), result);
        }
        result.intoArray(out, to);
    }

    /** With 8 taken off the codes, 8 scales are taken off the offset. */
    private void scaleQ4K(int groups, RoundedToken token, int row, float[] out, int to) {
        float[] tokenScales = token.scales();
        float[] tokenSums = token.sums();
        FloatVector result = FloatVector.zero(Lanes.F);
        for (int group = 0; group < groups; group++) {
            FloatVector scale = FloatVector.fromArray(Lanes.F, scales, 2 * group * Lanes.COUNT);
            FloatVector offset = FloatVector.fromArray(Lanes.F, scales, (2 * group + 1) * Lanes.COUNT);
            result = scale.mul(8).sub(offset).fma(all(tokenSums[group]), result);
            result = Lanes.floats(sums(group, row)).mul(scale).fma(all(tokenScales[group]), result);
        }
        result.intoArray(out, to);
    }

    private void scaleQ6K(MemorySegment data, long at, int blocks, int row, RoundedToken token, float[] out, int to) {
        float[] tokenScales = token.scales();
        FloatVector result = FloatVector.zero(Lanes.F);
        for (int group = 0; group < blocks * 16; group++) {
            long bytes = at + (group >> 4) * Q6K_SCALES + (group & 15) * 32;
            FloatVector d = FloatVector.fromArray(Lanes.F, factors, (group >> 4) * Lanes.COUNT);
            FloatVector scale = Lanes.signedBytes(data, bytes, row).mul(d);
            IntVector sum = sums(2 * group, row).add(sums(2 * group + 1, row));
            result = Lanes.floats(sum).mul(scale).fma(all(tokenScales[group >> 1]), result);
        }
        result.intoArray(out, to);
    }

    /** The sums of the rows in the lower halves of the lanes of 32 bits, for the first 16 rows, or in the upper. */
    private IntVector sums(int of, int row) {
        IntVector pairs = ShortVector.fromArray(S, sums, of * 2 * Lanes.COUNT).reinterpretAsInts();
        return pairs.lanewise(VectorOperators.LSHL, row < HALF_TILE ? 16 : 0).lanewise(VectorOperators.ASHR, 16);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(Lanes.F, value);
    }
}
