package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.BF16Tensor;
import dev.qwenagent.local.tensor.F16Tensor;
import dev.qwenagent.local.tensor.F32Tensor;
import dev.qwenagent.local.tensor.Q4_KTensor;
import dev.qwenagent.local.tensor.Q8_0Tensor;
import dev.qwenagent.local.tensor.StoredTensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Products of a single token with four rows at once that never leave the registers: what decoding consists of.
 *
 * <p>
 * Four rows are four chains of additions, enough to hide the time that one takes. They should lie far apart: streams of
 * reads that share a page of memory are not recognised by the processor, which then fetches nothing ahead (9 instead of 18
 * GB/s where this was measured). Each value is unpacked to the bits of
 * its format's definition and added in the order of {@link Tiles}, so both give the same numbers. A format that has no
 * method here is unpacked to a {@link Panel}.
 */
final class SingleToken {

    private SingleToken() {}

    /** Whether there is a direct form for these weights. */
    static boolean supports(StoredTensor weights) {
        return switch (weights) {
            case F32Tensor _,F16Tensor _,BF16Tensor _ -> weights.columns() % Lanes.COUNT == 0;
            case Q8_0Tensor _,Q4_KTensor _ -> true;
            default -> false;
        };
    }

    /**
     * The products of four rows with {@code x}.
     *
     * @param weights the matrix
     * @param row the first of its rows
     * @param apart how many rows further on the next is
     * @param x the token
     * @param sums receives a vector of sums for each row
     */
    static void fourRows(StoredTensor weights, int row, int apart, float[] x, float[] sums) {
        switch (weights) {
            case F32Tensor w -> singles(w, row, apart, x, sums);
            case F16Tensor w -> halves(w, row, apart, x, sums);
            case BF16Tensor w -> upperHalves(w, row, apart, x, sums);
            case Q8_0Tensor w -> q8(w, row, apart, x, sums);
            case Q4_KTensor w -> q4k(w, row, apart, x, sums);
            default -> throw new IllegalArgumentException("no direct form for " + weights.type());
        }
    }

    private static void singles(F32Tensor weights, int row, int apart, float[] x, float[] sums) {
        MemorySegment data = weights.data();
        long at = weights.rowOffset(row);
        long stride = apart * weights.rowBytes();
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int c = 0; c < weights.columns(); c += Lanes.COUNT) {
            FloatVector y = FloatVector.fromArray(Lanes.F, x, c);
            long from = at + 4L * c;
            s0 = Lanes.singles(data, from).fma(y, s0);
            s1 = Lanes.singles(data, from + stride).fma(y, s1);
            s2 = Lanes.singles(data, from + 2 * stride).fma(y, s2);
            s3 = Lanes.singles(data, from + 3 * stride).fma(y, s3);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, Lanes.COUNT);
        s2.intoArray(sums, 2 * Lanes.COUNT);
        s3.intoArray(sums, 3 * Lanes.COUNT);
    }

    /** Two rows and two: unpacking four in one loop is more than the compiler inlines, and makes objects of the rest. */
    private static void halves(F16Tensor weights, int row, int apart, float[] x, float[] sums) {
        twoOfHalves(weights, row, apart, x, sums, 0);
        twoOfHalves(weights, row + 2 * apart, apart, x, sums, 2 * Lanes.COUNT);
    }

    private static void twoOfHalves(F16Tensor weights, int row, int apart, float[] x, float[] sums, int to) {
        MemorySegment data = weights.data();
        long at = weights.rowOffset(row);
        long stride = apart * weights.rowBytes();
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        for (int c = 0; c < weights.columns(); c += Lanes.COUNT) {
            FloatVector y = FloatVector.fromArray(Lanes.F, x, c);
            long from = at + 2L * c;
            s0 = Lanes.halves(data, from).fma(y, s0);
            s1 = Lanes.halves(data, from + stride).fma(y, s1);
        }
        s0.intoArray(sums, to);
        s1.intoArray(sums, to + Lanes.COUNT);
    }

    private static void upperHalves(BF16Tensor weights, int row, int apart, float[] x, float[] sums) {
        MemorySegment data = weights.data();
        long at = weights.rowOffset(row);
        long stride = apart * weights.rowBytes();
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int c = 0; c < weights.columns(); c += Lanes.COUNT) {
            FloatVector y = FloatVector.fromArray(Lanes.F, x, c);
            long from = at + 2L * c;
            s0 = Lanes.upperHalves(data, from).fma(y, s0);
            s1 = Lanes.upperHalves(data, from + stride).fma(y, s1);
            s2 = Lanes.upperHalves(data, from + 2 * stride).fma(y, s2);
            s3 = Lanes.upperHalves(data, from + 3 * stride).fma(y, s3);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, Lanes.COUNT);
        s2.intoArray(sums, 2 * Lanes.COUNT);
        s3.intoArray(sums, 3 * Lanes.COUNT);
    }

    /**
     * With 16 registers, two rows at a time: four scales, four chains and the widened bytes of four rows do not fit, and what
     * is spilled costs more than the reads of the activations that are saved (6.3 instead of 10 GB/s where this was measured).
     */
    private static void q8(Q8_0Tensor weights, int row, int apart, float[] x, float[] sums) {
        if (Lanes.MANY_REGISTERS) {
            q8FourRows(weights, row, apart, x, sums);
        } else {
            q8TwoRows(weights, row, apart, x, sums, 0);
            q8TwoRows(weights, row + 2 * apart, apart, x, sums, 2 * Lanes.COUNT);
        }
    }

    private static void q8TwoRows(Q8_0Tensor weights, int row, int apart, float[] x, float[] sums, int to) {
        MemorySegment data = weights.data();
        long stride = apart * weights.rowBytes();
        long r0 = weights.rowOffset(row);
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        for (int c = 0; c < weights.columns(); c += 32, r0 += 34) {
            long r1 = r0 + stride;
            float d0 = VectorUnpacking.half(data, r0);
            float d1 = VectorUnpacking.half(data, r1);
            for (int i = 0; i < 32; i += Lanes.COUNT) {
                FloatVector y = FloatVector.fromArray(Lanes.F, x, c + i);
                s0 = Lanes.signedBytes(data, r0 + 2, i).mul(d0).fma(y, s0);
                s1 = Lanes.signedBytes(data, r1 + 2, i).mul(d1).fma(y, s1);
            }
        }
        s0.intoArray(sums, to);
        s1.intoArray(sums, to + Lanes.COUNT);
    }

    private static void q8FourRows(Q8_0Tensor weights, int row, int apart, float[] x, float[] sums) {
        MemorySegment data = weights.data();
        long stride = apart * weights.rowBytes();
        long r0 = weights.rowOffset(row);
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int c = 0; c < weights.columns(); c += 32, r0 += 34) {
            long r1 = r0 + stride;
            long r2 = r1 + stride;
            long r3 = r2 + stride;
            float d0 = VectorUnpacking.half(data, r0);
            float d1 = VectorUnpacking.half(data, r1);
            float d2 = VectorUnpacking.half(data, r2);
            float d3 = VectorUnpacking.half(data, r3);
            for (int i = 0; i < 32; i += Lanes.COUNT) {
                FloatVector y = FloatVector.fromArray(Lanes.F, x, c + i);
                s0 = Lanes.signedBytes(data, r0 + 2, i).mul(d0).fma(y, s0);
                s1 = Lanes.signedBytes(data, r1 + 2, i).mul(d1).fma(y, s1);
                s2 = Lanes.signedBytes(data, r2 + 2, i).mul(d2).fma(y, s2);
                s3 = Lanes.signedBytes(data, r3 + 2, i).mul(d3).fma(y, s3);
            }
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, Lanes.COUNT);
        s2.intoArray(sums, 2 * Lanes.COUNT);
        s3.intoArray(sums, 3 * Lanes.COUNT);
    }

    private static void q4k(Q4_KTensor weights, int row, int apart, float[] x, float[] sums) {
        for (int r = 0; r < Panel.GROUP; r++) {
            q4kRow(weights, row + r * apart, x, sums, r * Lanes.COUNT);
        }
    }

    private static void q4kRow(Q4_KTensor weights, int row, float[] x, float[] sums, int to) {
        MemorySegment data = weights.data();
        long at = weights.rowOffset(row);
        FloatVector s = FloatVector.zero(Lanes.F);
        for (int c = 0; c < weights.columns(); c += 256, at += 144) {
            float d = VectorUnpacking.half(data, at);
            float m = VectorUnpacking.half(data, at + 2);
            for (int group = 0; group < 8; group += 2) {
                int from = c + group * 32;
                long codes = at + 16 + group * 16;
                float scale = d * weights.scale(at, group);
                float offset = m * weights.offset(at, group);
                for (int i = 0; i < 32; i += Lanes.COUNT) {
                    IntVector q = Lanes.bytes(data, codes, i).and(15);
                    s = Lanes.floats(q)
                            .mul(scale)
                            .sub(offset)
                            .fma(FloatVector.fromArray(Lanes.F, x, from + i), s);
                }
                scale = d * weights.scale(at, group + 1);
                offset = m * weights.offset(at, group + 1);
                for (int i = 0; i < 32; i += Lanes.COUNT) {
                    IntVector q = Lanes.bytes(data, codes, i).lanewise(VectorOperators.LSHR, 4);
                    s = Lanes.floats(q)
                            .mul(scale)
                            .sub(offset)
                            .fma(FloatVector.fromArray(Lanes.F, x, from + 32 + i), s);
                }
            }
        }
        s.intoArray(sums, to);
    }
}
