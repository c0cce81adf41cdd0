package dev.qwenagent.local.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.TensorInfo;
import dev.qwenagent.local.tensor.RepackedTensor;
import dev.qwenagent.local.tensor.Samples;
import dev.qwenagent.local.tensor.StoredTensor;
import dev.qwenagent.local.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products with repacked weights: the vector kernels against the scalar ones, and both against the float product. */
class VectorRepackedProductTest {

    private static final Kernels SCALAR = new ScalarKernels();
    private static final Kernels VECTOR = new VectorKernels(2);
    private static final Arena MEMORY = Arena.ofShared();

    @AfterAll
    static void endThreadsAndFreeMemory() {
        VECTOR.close();
        MEMORY.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_K", "Q6_K"})
    void singleTokensAgreeForEveryNumberOfBlocksAndTiles(GgmlType type) {
        for (int columns : new int[]{type.blockSize(), 2 * type.blockSize(), 5 * type.blockSize()}) {
            for (int rows : new int[]{32, 64, 96}) {
                agrees(repacked(Samples.tensor(type, rows, columns, rows + columns)), Samples.floats(columns, rows));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_K", "Q6_K"})
    void sharedProductsAgree(GgmlType type) {
        agrees(repacked(Samples.tensor(type, 1056, 512, 3)), Samples.floats(512, 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_K", "Q6_K"})
    void theGreatestSumsDoNotOverflow(GgmlType type) {
        for (byte codes : new byte[]{0, (byte) 0xFF}) {
            RepackedTensor weights = repacked(uniform(type, codes));
            for (float sign : new float[]{1, -1}) {
                float[] x = new float[weights.columns()];
                Arrays.fill(x, sign);
                agrees(weights, x);
            }
        }
    }

    /** Codes of the least or the greatest value, with the scales of the samples. */
    private static Tensor uniform(GgmlType type, byte codes) {
        int columns = 2 * type.blockSize();
        byte[] bytes = Samples.bytes(type, 32 * columns, 1);
        int from = switch (type) {
            case Q4_0 -> 2;
            case Q4_K -> 16;
            default -> 0;
        };
        int to = type == GgmlType.Q6_K ? 192 : type.blockBytes();
        for (int at = 0; at < bytes.length; at += type.blockBytes()) {
            Arrays.fill(bytes, at + from, at + to, codes);
        }
        TensorInfo info = new TensorInfo("uniform", List.of((long) columns, 32L), type, 0, bytes.length);
        return Tensor.of(info, MemorySegment.ofArray(bytes), 32, columns);
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_K", "Q6_K"})
    void aTokenIsOffByItsRoundingAlone(GgmlType type) {
        int columns = 1024;
        Tensor mapped = Samples.tensor(type, 64, columns, 9);
        float[][] x = {Samples.floats(columns, 4)};
        float[][] exact = new float[1][64];
        float[][] found = new float[1][64];
        SCALAR.multiply(mapped, x, exact, 1);
        VECTOR.multiply(repacked(mapped), x, found, 1);
        float[] row = new float[columns];
        for (int r = 0; r < 64; r++) {
            mapped.row(r, row);
            float weights = 0;
            for (float weight : row) {
                weights += Math.abs(weight);
            }
            assertThat(found[0][r]).isCloseTo(exact[0][r], within(weights / 254));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_K", "Q6_K"})
    void manyTokensAreMultipliedWithTheSourceAndNotRounded(GgmlType type) {
        Tensor mapped = Samples.tensor(type, 64, 512, 2);
        float[][] x = {Samples.floats(512, 1), Samples.floats(512, 2), Samples.floats(512, 3)};
        float[][] expected = new float[3][64];
        float[][] found = new float[3][64];
        VECTOR.multiply(mapped, x, expected, 3);
        VECTOR.multiply(repacked(mapped), x, found, 3);
        assertThat(found).isDeepEqualTo(expected);
    }

    private static RepackedTensor repacked(Tensor mapped) {
        return RepackedTensor.of((StoredTensor) mapped, MEMORY);
    }

    private static void agrees(RepackedTensor weights, float[] x) {
        float[][] expected = new float[1][weights.rows()];
        float[][] found = new float[1][weights.rows() + 1];
        SCALAR.multiply(weights, new float[][]{x}, expected, 1);
        VECTOR.multiply(weights, new float[][]{x}, found, 1);
        float[] row = new float[weights.columns()];
        for (int r = 0; r < weights.rows(); r++) {
            weights.row(r, row);
            float magnitude = weights.columns();
            for (int c = 0; c < row.length; c++) {
                magnitude += Math.abs(row[c] * x[c]);
            }
            assertThat(found[0][r]).as("row %d of %d", r, weights.rows())
                    .isCloseTo(expected[0][r], within(4e-7f * magnitude));
        }
        assertThat(found[0][weights.rows()]).isZero();
    }
}
