package dev.qwenagent.local.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.tensor.ColumnTensor;
import dev.qwenagent.local.tensor.Samples;
import dev.qwenagent.local.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarKernelsTest {

    private final Kernels kernels = new ScalarKernels();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 33, 128, 259})
    void multiplyIsTheSumOfProductsAtEveryEdge(int size) {
        for (int rows : new int[]{1, 8, 31}) {
            Tensor mapped = Samples.tensor(GgmlType.F32, rows, size, size);
            for (Tensor weights : new Tensor[]{mapped, ColumnTensor.of(mapped)}) {
                float[][] x = {Samples.floats(size, 1), Samples.floats(size, 2), Samples.floats(size, 3)};
                float[][] out = new float[3][rows];
                kernels.multiply(weights, x, out, 2);
                float[] row = new float[size];
                for (int r = 0; r < rows; r++) {
                    weights.row(r, row);
                    assertThat((double) out[0][r]).isCloseTo(dot(row, x[0]), within(1e-6 * size));
                    assertThat((double) out[1][r]).isCloseTo(dot(row, x[1]), within(1e-6 * size));
                    assertThat(out[2][r]).isZero();
                }
            }
        }
    }

    @Test
    void aTokensProductDoesNotDependOnItsCompany() {
        Tensor weights = ColumnTensor.of(Samples.tensor(GgmlType.Q8_0, 40, 96, 4));
        float[][] x = {Samples.floats(96, 1), Samples.floats(96, 2), Samples.floats(96, 3)};
        float[][] together = new float[3][40];
        float[][] alone = new float[1][40];
        kernels.multiply(weights, x, together, 3);
        kernels.multiply(weights, new float[][]{x[2]}, alone, 1);
        assertThat(alone[0]).isEqualTo(together[2]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 17, 64})
    void combineIsTheWeightedSum(int count) {
        float[][] vectors = new float[64][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = Samples.floats(37, i);
        }
        float[] factors = Samples.floats(64, 99);
        float[] out = new float[40];
        out[37] = 5;
        kernels.combine(vectors, factors, count, out, 37);
        for (int j = 0; j < 37; j++) {
            double expected = 0;
            for (int i = 0; i < count; i++) {
                expected += (double) factors[i] * vectors[i][j];
            }
            assertThat((double) out[j]).isCloseTo(expected, within(1e-5));
        }
        assertThat(out[37]).isEqualTo(5);
    }

    @Test
    void decayAndAddFadesAndAdds() {
        float[][] rows = {{2, 4}, {-2, 8}};
        kernels.decayAndAdd(rows, 0.5f, new float[]{1, -1}, new float[]{10, 20});
        assertThat(rows[0]).containsExactly(11, 22);
        assertThat(rows[1]).containsExactly(-11, -16);
    }

    @Test
    void rmsNormScalesToUnitMeanSquare() {
        float[] x = {3, 4};
        kernels.rmsNorm(x, new float[]{1, 2}, 0, x);
        assertThat(x).containsExactly(new float[]{3 / (float) Math.sqrt(12.5), 8 / (float) Math.sqrt(12.5)},
                within(1e-6f));
    }

    @Test
    void softmaxSumsToOneAndStandsLargeValues() {
        float[] x = {1000, 1001, Float.NEGATIVE_INFINITY, 7};
        kernels.softmax(x, 3);
        assertThat(x).containsExactly(new float[]{0.26894143f, 0.7310586f, 0, 7}, within(1e-6f));
    }

    @Test
    void siluGatesAndKeepsTheRest() {
        float[] x = {0, 1, -1000, 1000, 9};
        kernels.silu(x, 4);
        assertThat(x).containsExactly(new float[]{0, 0.7310586f, 0, 1000, 9}, within(1e-6f));
        float[] gate = {1, 9};
        kernels.gatedSilu(gate, new float[]{3, 9}, 1);
        assertThat(gate).containsExactly(new float[]{3 * 0.7310586f, 9}, within(1e-6f));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
