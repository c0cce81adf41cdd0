package dev.qwenagent.local.kernel;

import jdk.incubator.vector.FloatVector;

/** Loops whose results are independent of one another: a vector body, then the last values that fill none. */
final class Elementwise {

    private Elementwise() {}

    /** {@code y[i] += factor * x[i]}. */
    static void add(float[] y, float factor, float[] x, int length) {
        int i = 0;
        for (; i < Lanes.whole(length); i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.F, x, i)
                    .fma(FloatVector.broadcast(Lanes.F, factor), FloatVector.fromArray(Lanes.F, y, i))
                    .intoArray(y, i);
        }
        for (; i < length; i++) {
            y[i] = Math.fma(x[i], factor, y[i]);
        }
    }

    /** {@code y[i] += a[i] * b[i]}. */
    static void addProduct(float[] y, float[] a, float[] b, int length) {
        int i = 0;
        for (; i < Lanes.whole(length); i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.F, a, i)
                    .fma(FloatVector.fromArray(Lanes.F, b, i), FloatVector.fromArray(Lanes.F, y, i))
                    .intoArray(y, i);
        }
        for (; i < length; i++) {
            y[i] = Math.fma(a[i], b[i], y[i]);
        }
    }

    /** {@code out[i] = a[i] * factor * b[i]}. */
    static void scaledProduct(float[] a, float factor, float[] b, float[] out, int length) {
        int i = 0;
        for (; i < Lanes.whole(length); i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.F, a, i)
                    .mul(factor)
                    .mul(FloatVector.fromArray(Lanes.F, b, i))
                    .intoArray(out, i);
        }
        for (; i < length; i++) {
            out[i] = a[i] * factor * b[i];
        }
    }

    /** {@code x[from + i] *= factor}. */
    static void scale(float[] x, int from, float factor, int length) {
        int i = 0;
        for (; i < Lanes.whole(length); i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.F, x, from + i).mul(factor).intoArray(x, from + i);
        }
        for (; i < length; i++) {
            x[from + i] *= factor;
        }
    }

    /** {@code x[i] /= divisor}. */
    static void divide(float[] x, float divisor, int length) {
        int i = 0;
        for (; i < Lanes.whole(length); i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.F, x, i).div(divisor).intoArray(x, i);
        }
        for (; i < length; i++) {
            x[i] /= divisor;
        }
    }

    /** {@code y[i] = kept * y[i] + added * x[from + i]}, for all of {@code y}. */
    static void mix(float[] y, float kept, float[] x, int from, float added) {
        int i = 0;
        for (; i < Lanes.whole(y.length); i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.F, x, from + i)
                    .fma(FloatVector.broadcast(Lanes.F, added), FloatVector.fromArray(Lanes.F, y, i).mul(kept))
                    .intoArray(y, i);
        }
        for (; i < y.length; i++) {
            y[i] = Math.fma(x[from + i], added, y[i] * kept);
        }
    }

    /** Turns {@code x[i]} and {@code x[i + r]} by an angle each, r being the number of angles. */
    static void rotate(float[] x, float[] cosines, float[] sines) {
        int half = cosines.length;
        int i = 0;
        for (; i < Lanes.whole(half); i += Lanes.COUNT) {
            FloatVector first = FloatVector.fromArray(Lanes.F, x, i);
            FloatVector second = FloatVector.fromArray(Lanes.F, x, i + half);
            FloatVector cosine = FloatVector.fromArray(Lanes.F, cosines, i);
            FloatVector sine = FloatVector.fromArray(Lanes.F, sines, i);
            first.fma(cosine, second.mul(sine).neg()).intoArray(x, i);
            second.fma(cosine, first.mul(sine)).intoArray(x, i + half);
        }
        for (; i < half; i++) {
            float first = x[i];
            float second = x[i + half];
            x[i] = Math.fma(first, cosines[i], -(second * sines[i]));
            x[i + half] = Math.fma(second, cosines[i], first * sines[i]);
        }
    }
}
