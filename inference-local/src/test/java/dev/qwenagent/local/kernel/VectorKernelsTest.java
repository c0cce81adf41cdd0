package dev.qwenagent.local.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.TensorInfo;
import dev.qwenagent.local.tensor.ColumnTensor;
import dev.qwenagent.local.tensor.Samples;
import dev.qwenagent.local.tensor.StoredTensor;
import dev.qwenagent.local.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The products and the unpacking of the vector kernels against the scalar ones, which are the definition. */
class VectorKernelsTest {

    private static final Kernels SCALAR = new ScalarKernels();
    private static final Kernels VECTOR = new VectorKernels(2);
    private static final float UNTOUCHED = 77;

    @AfterAll
    static void endThreads() {
        VECTOR.close();
    }

    /** The build runs this class once for each width that a machine may have, and says which it means. */
    @Test
    void vectorsAreNoWiderThanTheWidthThatIsTested() {
        int most = Integer.getInteger("qwenagent.tests.width", 512);
        assertThat(Lanes.F.vectorBitSize()).isBetween(128, most).isEqualTo(Lanes.COUNT * Float.SIZE);
    }

    @ParameterizedTest
    @EnumSource(value = GgmlType.class, names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K",
        "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS", "MXFP4"})
    void everyFormatIsUnpackedToTheSameBits(GgmlType type) {
        int columns = type.blockSize() == 1 ? 3 * Lanes.COUNT + 1 : 768;
        StoredTensor tensor = (StoredTensor) Samples.tensor(type, 3, columns, 11);
        float[] expected = new float[columns];
        float[] found = new float[columns + 2];
        for (int r = 0; r < 3; r++) {
            Arrays.fill(found, UNTOUCHED);
            tensor.row(r, expected);
            VectorUnpacking.row(tensor, r, found, 1);
            assertThat(Arrays.copyOfRange(found, 1, columns + 1)).isEqualTo(expected);
            assertThat(new float[]{found[0], found[columns + 1]}).containsOnly(UNTOUCHED);
        }
    }

    @Test
    void everyHalfIsWidenedToTheSameBits() {
        byte[] all = new byte[2 << 16];
        for (int i = 0; i < 1 << 16; i++) {
            all[2 * i] = (byte) i;
            all[2 * i + 1] = (byte) (i >> 8);
        }
        StoredTensor tensor = Tensor.of(
                new TensorInfo("halves", List.of(65536L), GgmlType.F16, 0, all.length),
                MemorySegment.ofArray(all), 1, 65536);
        float[] expected = new float[65536];
        float[] found = new float[65536];
        tensor.row(0, expected);
        VectorUnpacking.row(tensor, 0, found, 0);
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(value = GgmlType.class, names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K",
        "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS", "MXFP4"})
    void multiplyAgreesForEveryFormatAndNumberOfTokens(GgmlType type) {
        int[] widths = type.blockSize() == 1
                ? new int[]{1, Lanes.COUNT - 1, Lanes.COUNT, Lanes.COUNT + 1, 6 * Lanes.COUNT, 333}
                : new int[]{type.blockSize(), 3 * type.blockSize()};
        for (int columns : widths) {
            for (int rows : new int[]{1, 3, 4, 5, 67}) {
                Tensor weights = Samples.tensor(type, rows, columns, columns + rows);
                for (int n : new int[]{0, 1, 2, 3, 6, 7, 15}) {
                    multiplyAgrees(weights, n);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = GgmlType.class, names = {"F32", "Q8_0", "Q4_K", "Q5_1"})
    void sharedProductsAgree(GgmlType type) {
        multiplyAgrees(Samples.tensor(type, 1030, 512, 3), 1);
        multiplyAgrees(Samples.tensor(type, 101, 512, 3), 9);
    }

    @Test
    void multiplyAgreesForUnpackedWeights() {
        for (int rows : new int[]{1, Lanes.COUNT, 4 * Lanes.COUNT + 3}) {
            multiplyAgrees(ColumnTensor.of(Samples.tensor(GgmlType.F32, rows, 41, rows)), 3);
        }
    }

    private static void multiplyAgrees(Tensor weights, int n) {
        float[][] x = rows(n + 1, weights.columns());
        float[][] expected = filled(n + 1, weights.rows() + 1);
        float[][] found = filled(n + 1, weights.rows() + 1);
        SCALAR.multiply(weights, x, expected, n);
        VECTOR.multiply(weights, x, found, n);
        for (int t = 0; t <= n; t++) {
            agrees(found[t], expected[t], 4e-7f * weights.columns() + 1e-6f);
        }
    }

    @ParameterizedTest
    @EnumSource(value = GgmlType.class, names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_K", "Q6_K", "IQ4_XS"})
    void aTokensProductDoesNotDependOnItsCompany(GgmlType type) {
        int columns = type.blockSize() == 1 ? 16 * Lanes.COUNT : 512;
        Tensor weights = Samples.tensor(type, 43, columns, 4);
        float[][] x = rows(17, columns);
        float[][] together = new float[17][43];
        VECTOR.multiply(weights, x, together, 17);
        for (int t = 0; t < 17; t++) {
            float[][] alone = new float[1][43];
            VECTOR.multiply(weights, new float[][]{x[t]}, alone, 1);
            assertThat(alone[0]).isEqualTo(together[t]);
        }
    }

    private static void agrees(float[] found, float[] expected, float tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("at %d", i).isCloseTo(expected[i], within(tolerance));
        }
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
