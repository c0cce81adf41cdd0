package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.BF16Tensor;
import dev.qwenagent.local.tensor.F16Tensor;
import dev.qwenagent.local.tensor.F32Tensor;
import dev.qwenagent.local.tensor.Q4_KTensor;
import dev.qwenagent.local.tensor.Q6_KTensor;
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
 * Four rows are four chains of additions, enough to hide the time that one takes. Each value is unpacked to the bits of
 * its format's definition and added in the order of {@link Tiles}, so both give the same numbers. A format that has no
 * method here is unpacked to a {@link Panel}.
 */
final class SingleToken {

    private SingleToken() {}

    /** Whether there is a direct form for these weights. */
    static boolean supports(StoredTensor weights) {
        return switch (weights) {
            case F32Tensor _,F16Tensor _,BF16Tensor _ -> weights.columns() % Lanes.COUNT == 0;
            case Q8_0Tensor _,Q4_KTensor _,Q6_KTensor _ -> true;
            default -> false;
        };
    }

    /** The products of the rows {@code row} to {@code row + 3} with {@code x}. */
    static void fourRows(StoredTensor weights, int row, float[] x, float[] out) {
        switch (weights) {
            case F32Tensor w -> singles(w, row, x, out);
            case F16Tensor w -> halves(w, row, x, out);
            case BF16Tensor w -> upperHalves(w, row, x, out);
            case Q8_0Tensor w -> q8(w, row, x, out);
            case Q4_KTensor w -> q4k(w, row, x, out);
            case Q6_KTensor w -> q6k(w, row, x, out);
            default -> throw new IllegalArgumentException("no direct form for " + weights.type());
        }
    }

    private static void singles(F32Tensor weights, int row, float[] x, float[] out) {
        MemorySegment data = weights.data();
        long at = weights.rowOffset(row);
        long stride = weights.rowBytes();
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
        store(out, row, s0, s1, s2, s3);
    }

    private static void halves(F16Tensor weights, int row, float[] x, float[] out) {
        MemorySegment data = weights.data();
        long at = weights.rowOffset(row);
        long stride = weights.rowBytes();
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int c = 0; c < weights.columns(); c += Lanes.COUNT) {
            FloatVector y = FloatVector.fromArray(Lanes.F, x, c);
            long from = at + 2L * c;
            s0 = Lanes.halves(data, from).fma(y, s0);
            s1 = Lanes.halves(data, from + stride).fma(y, s1);
            s2 = Lanes.halves(data, from + 2 * stride).fma(y, s2);
            s3 = Lanes.halves(data, from + 3 * stride).fma(y, s3);
        }
        store(out, row, s0, s1, s2, s3);
    }

    private static void upperHalves(BF16Tensor weights, int row, float[] x, float[] out) {
        MemorySegment data = weights.data();
        long at = weights.rowOffset(row);
        long stride = weights.rowBytes();
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
        store(out, row, s0, s1, s2, s3);
    }

    private static void q8(Q8_0Tensor weights, int row, float[] x, float[] out) {
        MemorySegment data = weights.data();
        long stride = weights.rowBytes();
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
        store(out, row, s0, s1, s2, s3);
    }

    private static void q4k(Q4_KTensor weights, int row, float[] x, float[] out) {
        long stride = weights.rowBytes();
        long r0 = weights.rowOffset(row);
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int c = 0; c < weights.columns(); c += 256, r0 += 144) {
            s0 = q4kBlock(weights, r0, x, c, s0);
            s1 = q4kBlock(weights, r0 + stride, x, c, s1);
            s2 = q4kBlock(weights, r0 + 2 * stride, x, c, s2);
            s3 = q4kBlock(weights, r0 + 3 * stride, x, c, s3);
        }
        store(out, row, s0, s1, s2, s3);
    }

    private static void q6k(Q6_KTensor weights, int row, float[] x, float[] out) {
        long stride = weights.rowBytes();
        long r0 = weights.rowOffset(row);
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int c = 0; c < weights.columns(); c += 256, r0 += 210) {
            s0 = q6kBlock(weights, r0, x, c, s0);
            s1 = q6kBlock(weights, r0 + stride, x, c, s1);
            s2 = q6kBlock(weights, r0 + 2 * stride, x, c, s2);
            s3 = q6kBlock(weights, r0 + 3 * stride, x, c, s3);
        }
        store(out, row, s0, s1, s2, s3);
    }

    private static FloatVector q4kBlock(Q4_KTensor weights, long at, float[] x, int from, FloatVector sum) {
        MemorySegment data = weights.data();
        float d = VectorUnpacking.half(data, at);
        float m = VectorUnpacking.half(data, at + 2);
        FloatVector s = sum;
        for (int group = 0; group < 8; group++) {
            float scale = d * weights.scale(at, group);
            float offset = m * weights.offset(at, group);
            long codes = at + 16 + group / 2 * 32;
            for (int i = 0; i < 32; i += Lanes.COUNT) {
                IntVector q = Lanes.bytes(data, codes, i).lanewise(VectorOperators.LSHR, group % 2 * 4).and(15);
                FloatVector y = FloatVector.fromArray(Lanes.F, x, from + group * 32 + i);
                s = Lanes.floats(q).mul(scale).sub(offset).fma(y, s);
            }
        }
        return s;
    }

    private static FloatVector q6kBlock(Q6_KTensor weights, long at, float[] x, int from, FloatVector sum) {
        MemorySegment data = weights.data();
        float d = VectorUnpacking.half(data, at + 208);
        FloatVector s = sum;
        for (int group = 0; group < 16; group++) {
            float scale = d * (byte) VectorUnpacking.unsigned(data, at + 192 + group);
            int quarter = group / 2 % 4;
            long lower = at + group / 8 * 64 + quarter % 2 * 32 + group % 2 * 16;
            long upper = at + 128 + group / 8 * 32 + group % 2 * 16;
            for (int i = 0; i < 16; i += Lanes.COUNT) {
                IntVector l = Lanes.bytes(data, lower, i).lanewise(VectorOperators.LSHR, quarter / 2 * 4).and(15);
                IntVector u = Lanes.bytes(data, upper, i).lanewise(VectorOperators.LSHR, quarter * 2).and(3);
                FloatVector y = FloatVector.fromArray(Lanes.F, x, from + group * 16 + i);
                IntVector q = l.or(u.lanewise(VectorOperators.LSHL, 4)).sub(32);
                s = Lanes.floats(q).mul(scale).fma(y, s);
            }
        }
        return s;
    }

    private static void store(float[] out, int row, FloatVector s0, FloatVector s1, FloatVector s2,
            FloatVector s3) {
        out[row] = Lanes.sum(s0);
        out[row + 1] = Lanes.sum(s1);
        out[row + 2] = Lanes.sum(s2);
        out[row + 3] = Lanes.sum(s3);
    }
}
