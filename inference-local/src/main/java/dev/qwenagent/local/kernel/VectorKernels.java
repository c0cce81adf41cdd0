package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.ColumnTensor;
import dev.qwenagent.local.tensor.StoredTensor;
import dev.qwenagent.local.tensor.Tensor;
import java.util.concurrent.atomic.AtomicReferenceArray;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * The kernels on the Vector API, with the products of large matrices shared by a team of threads.
 *
 * <p>
 * Multiplications and additions are fused, so results differ from {@link ScalarKernels} by rounding; among themselves
 * they are equal whatever the number of tokens and threads.
 */
final class VectorKernels implements Kernels {

    /** More products at once than this allocate their scratch anew. */
    private static final int KEPT_PRODUCTS = 64;

    private final WorkTeam team;
    private final AtomicReferenceArray<@Nullable RowProduct> idle = new AtomicReferenceArray<>(KEPT_PRODUCTS);

    /**
     * Kernels with a team of their own.
     *
     * @param threads that compute at once, the caller included; at least 1
     */
    VectorKernels(int threads) {
        team = new WorkTeam(threads);
    }

    @Override
    public String description() {
        return "vector, %d bits".formatted(Lanes.F.vectorBitSize());
    }

    @Override
    public int threads() {
        return team.members();
    }

    @Override
    public void multiply(Tensor weights, float[][] x, float[][] out, int n) {
        switch (weights) {
            case StoredTensor stored -> {
                RowProduct product = take(stored);
                product.multiply(stored, x, out, n);
                putBack(product);
            }
            case ColumnTensor unpacked -> {
                for (int t = 0; t < n; t++) {
                    combine(unpacked.columnArrays(), x[t], unpacked.columns(), out[t], unpacked.rows());
                }
            }
        }
    }

    private RowProduct take(StoredTensor weights) {
        for (int i = 0; i < KEPT_PRODUCTS; i++) {
            RowProduct product = idle.get(i);
            if (product != null && idle.compareAndSet(i, product, null)) {
                return product;
            }
        }
        return new RowProduct(team, weights);
    }

    private void putBack(RowProduct product) {
        for (int i = 0; i < KEPT_PRODUCTS; i++) {
            if (idle.compareAndSet(i, null, product)) {
                return;
            }
        }
    }

    @Override
    public void combine(float[][] vectors, float[] factors, int count, float[] out, int length) {
        int j = 0;
        for (; j + 4 * Lanes.COUNT <= length; j += 4 * Lanes.COUNT) {
            combineFour(vectors, factors, count, out, j);
        }
        for (; j + Lanes.COUNT <= length; j += Lanes.COUNT) {
            FloatVector sum = FloatVector.zero(Lanes.F);
            for (int i = 0; i < count; i++) {
                sum = FloatVector.fromArray(Lanes.F, vectors[i], j)
                        .fma(FloatVector.broadcast(Lanes.F, factors[i]),
                                sum);
            }
            sum.intoArray(out, j);
        }
        for (; j < length; j++) {
            float sum = 0;
            for (int i = 0; i < count; i++) {
                sum = Math.fma(vectors[i][j], factors[i], sum);
            }
            out[j] = sum;
        }
    }

    /** Four vectors of sums, so that an addition need not wait for the one before. */
    private static void combineFour(float[][] vectors, float[] factors, int count, float[] out, int j) {
        FloatVector s0 = FloatVector.zero(Lanes.F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i < count; i++) {
            float[] vector = vectors[i];
            FloatVector factor = FloatVector.broadcast(Lanes.F, factors[i]);
            s0 = FloatVector.fromArray(Lanes.F, vector, j).fma(factor, s0);
            s1 = FloatVector.fromArray(Lanes.F, vector, j + Lanes.COUNT).fma(factor, s1);
            s2 = FloatVector.fromArray(Lanes.F, vector, j + 2 * Lanes.COUNT).fma(factor, s2);
            s3 = FloatVector.fromArray(Lanes.F, vector, j + 3 * Lanes.COUNT).fma(factor, s3);
        }
        s0.intoArray(out, j);
        s1.intoArray(out, j + Lanes.COUNT);
        s2.intoArray(out, j + 2 * Lanes.COUNT);
        s3.intoArray(out, j + 3 * Lanes.COUNT);
    }

    @Override
    public void decayAndAdd(float[][] rows, float decay, float[] factors, float[] addend) {
        for (int i = 0; i < rows.length; i++) {
            float[] row = rows[i];
            float factor = factors[i];
            int j = 0;
            for (; j < Lanes.whole(row.length); j += Lanes.COUNT) {
                FloatVector kept = FloatVector.fromArray(Lanes.F, row, j).mul(decay);
                FloatVector.fromArray(Lanes.F, addend, j)
                        .fma(FloatVector.broadcast(Lanes.F, factor), kept)
                        .intoArray(row, j);
            }
            for (; j < row.length; j++) {
                row[j] = Math.fma(addend[j], factor, row[j] * decay);
            }
        }
    }

    @Override
    public void rmsNorm(float[] x, float[] weight, float epsilon, float[] out) {
        int length = weight.length;
        float squares = sumOfSquares(x, length);
        float scale = (float) (1 / Math.sqrt(squares / length + epsilon));
        int i = 0;
        for (; i < Lanes.whole(length); i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.F, x, i)
                    .mul(scale)
                    .mul(FloatVector.fromArray(Lanes.F, weight, i))
                    .intoArray(out, i);
        }
        for (; i < length; i++) {
            out[i] = x[i] * scale * weight[i];
        }
    }

    /** Four sums, added in one fixed order; the lanes of a vector could only be added in one by a call that allocates. */
    private static float sumOfSquares(float[] x, int length) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            s0 = Math.fma(x[i], x[i], s0);
            s1 = Math.fma(x[i + 1], x[i + 1], s1);
            s2 = Math.fma(x[i + 2], x[i + 2], s2);
            s3 = Math.fma(x[i + 3], x[i + 3], s3);
        }
        for (; i < length; i++) {
            s0 = Math.fma(x[i], x[i], s0);
        }
        return s0 + s1 + (s2 + s3);
    }

    @Override
    public void add(float[] y, float factor, float[] x, int length) {
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

    @Override
    public void silu(float[] x, int length) {
        int whole = Lanes.whole(length);
        Exponential.silu(x, whole);
        for (int i = whole; i < length; i++) {
            x[i] = silu(x[i]);
        }
    }

    @Override
    public void gatedSilu(float[] gate, float[] up, int length) {
        silu(gate, length);
        int i = 0;
        for (; i < Lanes.whole(length); i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.F, gate, i).mul(FloatVector.fromArray(Lanes.F, up, i)).intoArray(gate, i);
        }
        for (; i < length; i++) {
            gate[i] *= up[i];
        }
    }

    private static float silu(float x) {
        return (float) (x / (1 + Math.exp(-x)));
    }

    @Override
    public void softmax(float[] x, int length) {
        float most = greatest(x, length);
        int i = Lanes.whole(length);
        Exponential.powers(x, i, most);
        for (; i < length; i++) {
            x[i] = (float) Math.exp(x[i] - most);
        }
        float sum = sum(x, length);
        for (i = 0; i < Lanes.whole(length); i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.F, x, i).div(sum).intoArray(x, i);
        }
        for (; i < length; i++) {
            x[i] /= sum;
        }
    }

    private static float sum(float[] x, int length) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        for (; i < length; i++) {
            s0 += x[i];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** Without vectors: the library's reduction to the greatest lane allocates. */
    private static float greatest(float[] x, int length) {
        float m0 = Float.NEGATIVE_INFINITY;
        float m1 = m0;
        float m2 = m0;
        float m3 = m0;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            m0 = Math.max(m0, x[i]);
            m1 = Math.max(m1, x[i + 1]);
            m2 = Math.max(m2, x[i + 2]);
            m3 = Math.max(m3, x[i + 3]);
        }
        for (; i < length; i++) {
            m0 = Math.max(m0, x[i]);
        }
        return Math.max(Math.max(m0, m1), Math.max(m2, m3));
    }

    @Override
    public void close() {
        team.close();
    }
}
