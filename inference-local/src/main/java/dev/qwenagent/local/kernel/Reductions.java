package dev.qwenagent.local.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * Loops that make one number of many: four vectors of partial results, so that none waits for the one before; these are
 * combined in a fixed order, which the library's own reductions do not promise, then come the last values that fill no
 * vector.
 *
 * <p>
 * Each loop repeats the steps that combine the lanes: a vector that is handed to another method is an object unless that
 * method is inlined, and the compiler does not inline what it has already found to be large.
 */
final class Reductions {

    private Reductions() {}

    /** {@code sum(x[from + i]^2)}. */
    static float squares(float[] x, int from, int length) {
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = from;
        int end = from + length;
        for (; i + 4 * Lanes.COUNT <= end; i += 4 * Lanes.COUNT) {
            FloatVector x0 = FloatVector.fromArray(Lanes.F, x, i);
            FloatVector x1 = FloatVector.fromArray(Lanes.F, x, i + Lanes.COUNT);
            FloatVector x2 = FloatVector.fromArray(Lanes.F, x, i + 2 * Lanes.COUNT);
            FloatVector x3 = FloatVector.fromArray(Lanes.F, x, i + 3 * Lanes.COUNT);
            s0 = x0.fma(x0, s0);
            s1 = x1.fma(x1, s1);
            s2 = x2.fma(x2, s2);
            s3 = x3.fma(x3, s3);
        }
        for (; i + Lanes.COUNT <= end; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.F, x, i);
            s0 = v.fma(v, s0);
        }
        FloatVector s = s0.add(s1).add(s2.add(s3));
        if (Lanes.COUNT == 16) {
            s = s.add(s.rearrange(Lanes.BY_8));
        }
        if (Lanes.COUNT >= 8) {
            s = s.add(s.rearrange(Lanes.BY_4));
        }
        s = s.add(s.rearrange(Lanes.BY_2));
        float sum = s.add(s.rearrange(Lanes.BY_1)).lane(0);
        for (; i < end; i++) {
            sum = Math.fma(x[i], x[i], sum);
        }
        return sum;
    }

    /** {@code sum(x[i])}. */
    static float sum(float[] x, int length) {
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        for (; i + 4 * Lanes.COUNT <= length; i += 4 * Lanes.COUNT) {
            s0 = s0.add(FloatVector.fromArray(Lanes.F, x, i));
            s1 = s1.add(FloatVector.fromArray(Lanes.F, x, i + Lanes.COUNT));
            s2 = s2.add(FloatVector.fromArray(Lanes.F, x, i + 2 * Lanes.COUNT));
            s3 = s3.add(FloatVector.fromArray(Lanes.F, x, i + 3 * Lanes.COUNT));
        }
        for (; i + Lanes.COUNT <= length; i += Lanes.COUNT) {
            s0 = s0.add(FloatVector.fromArray(Lanes.F, x, i));
        }
        FloatVector s = s0.add(s1).add(s2.add(s3));
        if (Lanes.COUNT == 16) {
            s = s.add(s.rearrange(Lanes.BY_8));
        }
        if (Lanes.COUNT >= 8) {
            s = s.add(s.rearrange(Lanes.BY_4));
        }
        s = s.add(s.rearrange(Lanes.BY_2));
        float sum = s.add(s.rearrange(Lanes.BY_1)).lane(0);
        for (; i < length; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** The greatest value, negative infinity if there is none. */
    static float greatest(float[] x, int length) {
        FloatVector m0 = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        FloatVector m2 = m0;
        FloatVector m3 = m0;
        int i = 0;
        for (; i + 4 * Lanes.COUNT <= length; i += 4 * Lanes.COUNT) {
            m0 = m0.max(FloatVector.fromArray(Lanes.F, x, i));
            m1 = m1.max(FloatVector.fromArray(Lanes.F, x, i + Lanes.COUNT));
            m2 = m2.max(FloatVector.fromArray(Lanes.F, x, i + 2 * Lanes.COUNT));
            m3 = m3.max(FloatVector.fromArray(Lanes.F, x, i + 3 * Lanes.COUNT));
        }
        for (; i + Lanes.COUNT <= length; i += Lanes.COUNT) {
            m0 = m0.max(FloatVector.fromArray(Lanes.F, x, i));
        }
        FloatVector m = m0.max(m1).max(m2.max(m3));
        if (Lanes.COUNT == 16) {
            m = m.max(m.rearrange(Lanes.BY_8));
        }
        if (Lanes.COUNT >= 8) {
            m = m.max(m.rearrange(Lanes.BY_4));
        }
        m = m.max(m.rearrange(Lanes.BY_2));
        float greatest = m.max(m.rearrange(Lanes.BY_1)).lane(0);
        for (; i < length; i++) {
            greatest = Math.max(greatest, x[i]);
        }
        return greatest;
    }
}
