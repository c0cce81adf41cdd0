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
 * 1980, chapter 6). The relative error is below {@code 3e-7}.
 *
 * <p>
 * The loops repeat these steps, and spell out the broadcast of each constant, instead of sharing a method: the compiler does
 * not always inline one, and a vector that crosses a call is then an object, nine for each vector of attention scores.
 */
final class Exponential {

    private static final float LEAST = -87.33654f;
    private static final float MOST = 88.02969f;
    private static final float PER_LN_2 = 1.442695041f;
    private static final float LN_2_FIRST = 0.693359375f;
    private static final float LN_2_REST = -2.12194440e-4f;

    /** Adding it leaves no bits for a fraction: the last bits are then the whole number, and taking it off again rounds. */
    private static final float ROUNDING = 0x1.8p23f;

    private Exponential() {}

    /**
     * {@code x[i] = exp(x[i] - most)}, and 0 where that is no normal number.
     *
     * @param x changed in place
     * @param whole how many of its values, a multiple of {@link Lanes#COUNT}
     * @param most at least the greatest of them
     */
    static void powers(float[] x, int whole, float most) {
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.F, x, i).sub(most);
            FloatVector bounded = v.max(LEAST).min(MOST);
            FloatVector rounded = bounded.mul(PER_LN_2).add(ROUNDING);
            FloatVector n = rounded.sub(ROUNDING);
            FloatVector r = n.fma(FloatVector.broadcast(Lanes.F, -LN_2_FIRST), bounded);
            r = n.fma(FloatVector.broadcast(Lanes.F, -LN_2_REST), r);
            FloatVector p = r.fma(FloatVector.broadcast(Lanes.F, 1 / 5040f), FloatVector.broadcast(Lanes.F, 1 / 720f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1 / 120f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1 / 24f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1 / 6f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 0.5f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1));
            IntVector exponent = rounded.reinterpretAsInts().add(127);
            FloatVector power = p.mul(exponent.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            power.blend(0, v.compare(VectorOperators.LT, LEAST)).intoArray(x, i);
        }
    }

    /**
     * {@code x[i] = x[i] / (1 + exp(-x[i]))}.
     *
     * @param x changed in place
     * @param whole how many of its values, a multiple of {@link Lanes#COUNT}
     */
    static void silu(float[] x, int whole) {
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.F, x, i);
            FloatVector bounded = v.neg().max(LEAST).min(MOST);
            FloatVector rounded = bounded.mul(PER_LN_2).add(ROUNDING);
            FloatVector n = rounded.sub(ROUNDING);
            FloatVector r = n.fma(FloatVector.broadcast(Lanes.F, -LN_2_FIRST), bounded);
            r = n.fma(FloatVector.broadcast(Lanes.F, -LN_2_REST), r);
            FloatVector p = r.fma(FloatVector.broadcast(Lanes.F, 1 / 5040f), FloatVector.broadcast(Lanes.F, 1 / 720f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1 / 120f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1 / 24f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1 / 6f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 0.5f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1));
            IntVector exponent = rounded.reinterpretAsInts().add(127);
            FloatVector power = p.mul(exponent.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            v.div(power.add(1)).intoArray(x, i);
        }
    }

    /**
     * {@code x[i] = 1 / (1 + exp(-x[i]))}.
     *
     * @param x changed in place
     * @param whole how many of its values, a multiple of {@link Lanes#COUNT}
     */
    static void sigmoid(float[] x, int whole) {
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector bounded = FloatVector.fromArray(Lanes.F, x, i).neg().max(LEAST).min(MOST);
            FloatVector rounded = bounded.mul(PER_LN_2).add(ROUNDING);
            FloatVector n = rounded.sub(ROUNDING);
            FloatVector r = n.fma(FloatVector.broadcast(Lanes.F, -LN_2_FIRST), bounded);
            r = n.fma(FloatVector.broadcast(Lanes.F, -LN_2_REST), r);
            FloatVector p = r.fma(FloatVector.broadcast(Lanes.F, 1 / 5040f), FloatVector.broadcast(Lanes.F, 1 / 720f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1 / 120f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1 / 24f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1 / 6f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 0.5f));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1));
            p = p.fma(r, FloatVector.broadcast(Lanes.F, 1));
            IntVector exponent = rounded.reinterpretAsInts().add(127);
            FloatVector power = p.mul(exponent.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector.broadcast(Lanes.F, 1).div(power.add(1)).intoArray(x, i);
        }
    }
}
