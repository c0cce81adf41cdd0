package dev.qwenagent.local.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.tensor.Samples;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loops over vectors of the vector kernels against the scalar ones, which are the definition. */
class VectorLoopsTest {

    private static final Kernels SCALAR = new ScalarKernels();
    private static final Kernels VECTOR = new VectorKernels(1);
    private static final float UNTOUCHED = 77;

    @AfterAll
    static void endThreads() {
        VECTOR.close();
    }

    /** None, one, around a vector and several, odd ones, and long ones. */
    static IntStream lengths() {
        int lane = Lanes.COUNT;
        return IntStream.of(0, 1, lane - 1, lane, lane + 1, 2 * lane, 4 * lane - 1, 4 * lane, 4 * lane + 1,
                6 * lane + 3,
                257, 1024, 4099);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void combineAgrees(int length) {
        for (int count : new int[]{0, 1, 7, 130}) {
            float[][] vectors = rows(count, length);
            float[] factors = Samples.floats(count, 5);
            float[] expected = filled(1, length + 1)[0];
            float[] found = expected.clone();
            SCALAR.combine(vectors, factors, count, expected, length);
            VECTOR.combine(vectors, factors, count, found, length);
            agrees(found, expected, 4e-7f * count + 1e-6f);
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void decayAndAddAgrees(int length) {
        float[][] expected = rows(3, length);
        float[][] found = rows(3, length);
        SCALAR.decayAndAdd(expected, 0.75f, Samples.floats(3, 1), Samples.floats(length, 2));
        VECTOR.decayAndAdd(found, 0.75f, Samples.floats(3, 1), Samples.floats(length, 2));
        for (int i = 0; i < 3; i++) {
            agrees(found[i], expected[i], 2e-7f);
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void rmsNormAgreesAndMayBeInPlace(int length) {
        float[] x = Samples.floats(length, 1);
        float[] weight = Samples.floats(length, 2);
        float[] expected = new float[length];
        SCALAR.rmsNorm(x, weight, 1e-6f, expected);
        VECTOR.rmsNorm(x, weight, 1e-6f, x);
        agrees(x, expected, 4e-6f);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void addAgreesAndKeepsTheRest(int length) {
        float[] expected = Samples.floats(length + 1, 1);
        float[] found = expected.clone();
        SCALAR.add(expected, -1.5f, Samples.floats(length, 2), length);
        VECTOR.add(found, -1.5f, Samples.floats(length, 2), length);
        agrees(found, expected, 5e-7f); // two units in the last place of values up to 4
        assertThat(found[length]).isEqualTo(expected[length]);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void rotateAgreesAndKeepsTheRest(int length) {
        float[] expected = Samples.floats(2 * length + 1, 1);
        float[] found = expected.clone();
        float[] cosines = Samples.floats(length, 2);
        float[] sines = Samples.floats(length, 3);
        SCALAR.rotate(expected, cosines, sines);
        VECTOR.rotate(found, cosines, sines);
        agrees(found, expected, 5e-7f);
        assertThat(found[2 * length]).isEqualTo(expected[2 * length]);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void productsAgreeAndKeepTheRest(int length) {
        float[] a = Samples.floats(length, 1);
        float[] b = Samples.floats(length, 2);
        float[] expected = Samples.floats(length + 1, 3);
        float[] found = expected.clone();
        SCALAR.addProduct(expected, a, b, length);
        VECTOR.addProduct(found, a, b, length);
        agrees(found, expected, 5e-7f);
        assertThat(found[length]).isEqualTo(expected[length]);
        SCALAR.product(a, b, expected, length);
        VECTOR.product(a, b, found, length);
        assertThat(found).containsExactly(expected, within(5e-7f));
        VECTOR.product(a, b, b, length);
        assertThat(b).as("in place").isEqualTo(Arrays.copyOf(found, length));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void mixAndScaleAgreeAndKeepTheRest(int length) {
        float[] expected = Samples.floats(length, 1);
        float[] found = expected.clone();
        float[] x = Samples.floats(length + 3, 2);
        SCALAR.mix(expected, 0.25f, x, 3, -1.5f);
        VECTOR.mix(found, 0.25f, x, 3, -1.5f);
        agrees(found, expected, 5e-7f);
        float[] scaled = x.clone();
        SCALAR.scale(x, 0.3f, length);
        VECTOR.scale(scaled, 0.3f, length);
        assertThat(scaled).isEqualTo(x);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void toLengthAgreesAndKeepsTheRest(int length) {
        float[] expected = Samples.floats(length + 4, 1);
        float[] found = expected.clone();
        SCALAR.toLength(expected, 3, length, 0.5f, 1e-6f);
        VECTOR.toLength(found, 3, length, 0.5f, 1e-6f);
        agrees(found, expected, 4e-6f);
        for (int outside : new int[]{0, 1, 2, length + 3}) {
            assertThat(found[outside]).isEqualTo(expected[outside]);
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void expAndSigmoidAgreeAndKeepTheRest(int length) {
        float[] expected = spread(length + 1, 1);
        float[] found = expected.clone();
        SCALAR.exp(expected, length);
        VECTOR.exp(found, length);
        agreesRelatively(found, expected);
        float[] gate = spread(length + 1, 2);
        float[] gated = gate.clone();
        SCALAR.sigmoid(gate, length);
        VECTOR.sigmoid(gated, length);
        agreesRelatively(gated, gate);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void siluAndGatedSiluAgreeAndKeepTheRest(int length) {
        float[] expected = spread(length + 1, 1);
        float[] found = expected.clone();
        SCALAR.silu(expected, length);
        VECTOR.silu(found, length);
        agreesRelatively(found, expected);
        float[] gate = spread(length + 1, 2);
        float[] gated = gate.clone();
        SCALAR.gatedSilu(gate, Samples.floats(length, 3), length);
        VECTOR.gatedSilu(gated, Samples.floats(length, 3), length);
        agreesRelatively(gated, gate);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void softmaxAgreesAndKeepsTheRest(int length) {
        float[] expected = spread(length + 1, 1);
        float[] found = expected.clone();
        SCALAR.softmax(expected, length);
        VECTOR.softmax(found, length);
        agreesRelatively(found, expected);
    }

    @Test
    void softmaxOfTheForbiddenIsZero() {
        float[] x = new float[2 * Lanes.COUNT];
        Arrays.fill(x, Float.NEGATIVE_INFINITY);
        x[1] = 3;
        VECTOR.softmax(x, x.length);
        assertThat(x[1]).isEqualTo(1);
        assertThat(x[0]).isZero();
        assertThat(x[x.length - 1]).isZero();
    }

    @Test
    void siluStandsLargeValues() {
        float[] x = new float[2 * Lanes.COUNT];
        Arrays.fill(x, -1e30f);
        x[0] = 1e30f;
        x[1] = -1000;
        VECTOR.silu(x, x.length);
        assertThat(x[0]).isEqualTo(1e30f);
        assertThat(x[1]).isCloseTo(0, within(1e-30f));
        assertThat(x[2]).isFinite().isNotPositive();
    }

    @Test
    void sigmoidStandsLargeValues() {
        float[] x = new float[2 * Lanes.COUNT];
        Arrays.fill(x, -1e30f);
        x[0] = 1e30f;
        VECTOR.sigmoid(x, x.length);
        assertThat(x[0]).isEqualTo(1);
        assertThat(x[1]).isCloseTo(0, within(1e-37f));
    }

    private static void agreesRelatively(float[] found, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("at %d", i).isCloseTo(expected[i], within(2e-6f * Math.abs(expected[i]) + 1e-36f));
        }
    }

    private static void agrees(float[] found, float[] expected, float tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("at %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }

    private static float[] spread(int length, long seed) {
        float[] values = Samples.floats(length, seed);
        for (int i = 0; i < length; i++) {
            values[i] *= 20;
        }
        return values;
    }

    private static float[][] rows(int count, int length) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Samples.floats(length, i);
        }
        return rows;
    }

    private static float[][] filled(int count, int length) {
        float[][] rows = new float[count][length];
        for (float[] row : rows) {
            Arrays.fill(row, UNTOUCHED);
        }
        return rows;
    }
}
