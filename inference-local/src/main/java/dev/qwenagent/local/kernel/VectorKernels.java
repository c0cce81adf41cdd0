package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.ColumnTensor;
import dev.qwenagent.local.tensor.RepackedTensor;
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
 * they are equal whatever the number of tokens and threads, unless the weights are repacked: a single token is then rounded.
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
    public void share(Work work, int pieces, long multiplications) {
        if (multiplications >= WorkTeam.WORTH_SHARING) {
            team.run(work, pieces);
            return;
        }
        for (int piece = 0; piece < pieces; piece++) {
            work.run(0, piece);
        }
    }

    @Override
    public void multiply(Tensor weights, float[][] x, float[][] out, int n) {
        switch (weights) {
            case StoredTensor stored -> {
                RowProduct product = take(stored);
                product.multiply(stored, x, out, n);
                putBack(product);
            }
            case RepackedTensor repacked when n == 1 -> {
                RowProduct product = take(repacked.source());
                product.multiply(repacked, x[0], out[0]);
                putBack(product);
            }
            case RepackedTensor repacked -> multiply(repacked.source(), x, out, n);
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
            Elementwise.mix(rows[i], decay, addend, 0, factors[i]);
        }
    }

    @Override
    public void rmsNorm(float[] x, float[] weight, float epsilon, float[] out) {
        int length = weight.length;
        float squares = Reductions.squares(x, 0, length);
        float scale = (float) (1 / Math.sqrt(squares / length + epsilon));
        Elementwise.scaledProduct(x, scale, weight, out, length);
    }

    @Override
    public void toLength(float[] x, int from, int size, float length, float epsilon) {
        float squares = Reductions.squares(x, from, size);
        Elementwise.scale(x, from, (float) (length / Math.sqrt(squares + epsilon)), size);
    }

    @Override
    public void add(float[] y, float factor, float[] x, int length) {
        Elementwise.add(y, factor, x, length);
    }

    @Override
    public void addProduct(float[] y, float[] a, float[] b, int length) {
        Elementwise.addProduct(y, a, b, length);
    }

    @Override
    public void product(float[] a, float[] b, float[] out, int length) {
        Elementwise.scaledProduct(a, 1, b, out, length);
    }

    @Override
    public void scale(float[] x, float factor, int length) {
        Elementwise.scale(x, 0, factor, length);
    }

    @Override
    public void mix(float[] y, float kept, float[] x, int from, float added) {
        Elementwise.mix(y, kept, x, from, added);
    }

    @Override
    public void rotate(float[] x, float[] cosines, float[] sines) {
        Elementwise.rotate(x, cosines, sines);
    }

    @Override
    public void exp(float[] x, int length) {
        exp(x, length, 0);
    }

    /** {@code x[i] = exp(x[i] - most)}. */
    private static void exp(float[] x, int length, float most) {
        int whole = Lanes.whole(length);
        Exponential.powers(x, whole, most);
        for (int i = whole; i < length; i++) {
            x[i] = (float) Math.exp(x[i] - most);
        }
    }

    @Override
    public void sigmoid(float[] x, int length) {
        int whole = Lanes.whole(length);
        Exponential.sigmoid(x, whole);
        for (int i = whole; i < length; i++) {
            x[i] = (float) (1 / (1 + Math.exp(-x[i])));
        }
    }

    @Override
    public void silu(float[] x, int length) {
        int whole = Lanes.whole(length);
        Exponential.silu(x, whole);
        for (int i = whole; i < length; i++) {
            x[i] = (float) (x[i] / (1 + Math.exp(-x[i])));
        }
    }

    @Override
    public void gatedSilu(float[] gate, float[] up, int length) {
        silu(gate, length);
        product(gate, up, gate, length);
    }

    @Override
    public void softmax(float[] x, int length) {
        exp(x, length, Reductions.greatest(x, length));
        Elementwise.divide(x, Reductions.sum(x, length), length);
    }

    @Override
    public void close() {
        team.close();
    }
}
