package dev.qwenagent.local.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential function, and what is made of it, on vectors.
 *
 * <p>
 * {@code exp(x) = 2^n exp(r)} with n the whole number nearest to {@code x / ln 2} and r what is left, at most
 * {@code ln 2 / 2}, where the Taylor polynomial of degree 7 is exact to rounding. ln 2 is taken in two parts, of which the
 * first has so few bits that its product with n is exact (Cody and Waite, Software Manual for the Elementary Functions,
 * 1980, chapter 6). The relative error is below {@code 3e-7}. Results that are no normal numbers become 0.
 */
final class Exponential {

    private static final float LEAST = -87.33654f;
    private static final float MOST = 88.02969f;
    private static final float PER_LN_2 = 1.442695041f;
    private static final float LN_2_FIRST = 0.693359375f;
    private static final float LN_2_REST = -2.12194440e-4f;

    /** Adding it leaves no bits for a fraction, so taking it off again rounds. */
    private static final float ROUNDING = 0x1.8p23f;

    private Exponential() {}

    /** {@code exp(x)} in each lane; above 88 the value at 88, so that it is always finite. */
    static FloatVector of(FloatVector x) {
        FloatVector bounded = x.max(LEAST).min(MOST);
        FloatVector n = bounded.mul(PER_LN_2).add(ROUNDING).sub(ROUNDING);
        FloatVector r = n.fma(all(-LN_2_FIRST), bounded);
        r = n.fma(all(-LN_2_REST), r);
        FloatVector p = r.fma(all(1 / 5040f), all(1 / 720f));
        p = p.fma(r, all(1 / 120f));
        p = p.fma(r, all(1 / 24f));
        p = p.fma(r, all(1 / 6f));
        p = p.fma(r, all(0.5f));
        p = p.fma(r, all(1));
        p = p.fma(r, all(1));
        IntVector exponent = (IntVector) n.convert(VectorOperators.F2I, 0);
        IntVector power = exponent.add(127).lanewise(VectorOperators.LSHL, 23);
        FloatVector result = p.mul(power.reinterpretAsFloats());
        return result.blend(0, x.compare(VectorOperators.LT, LEAST));
    }

    /** {@code x / (1 + exp(-x))} in each lane. */
    static FloatVector silu(FloatVector x) {
        return x.div(of(x.neg()).add(1));
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(Lanes.F, value);
    }
}
