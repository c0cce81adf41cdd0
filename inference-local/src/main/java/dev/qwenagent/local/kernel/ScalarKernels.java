package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.ColumnTensor;
import dev.qwenagent.local.tensor.RepackedTensor;
import dev.qwenagent.local.tensor.StoredTensor;
import dev.qwenagent.local.tensor.Tensor;
import java.util.Arrays;

/**
 * The kernels in plain Java: the definition that others are compared with.
 *
 * <p>
 * The hot loops are sums of scaled vectors, eight at a time: their outputs are independent, so the compiler vectorises
 * them, and eight inputs share one load and store of the sum. The order of summation is that of the inputs, whatever the
 * number of tokens.
 */
public final class ScalarKernels implements Kernels {

    /** Stateless; one instance serves all. */
    public ScalarKernels() {}

    @Override
    public String description() {
        return "scalar";
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public void share(Work work, int pieces, long multiplications) {
        for (int piece = 0; piece < pieces; piece++) {
            work.run(0, piece);
        }
    }

    @Override
    public void multiply(Tensor weights, float[][] x, float[][] out, int n) {
        switch (weights) {
            case ColumnTensor unpacked -> multiplyColumns(unpacked.columnArrays(), unpacked.rows(), x, out, n);
            case StoredTensor stored -> multiplyRows(stored, x, out, n);
            case RepackedTensor repacked when n == 1 ->
                multiplyRows(repacked.source(), rounded(x[0], repacked.columns()), out, n);
            case RepackedTensor repacked -> multiplyRows(repacked.source(), x, out, n);
        }
    }

    /** Takes each group of columns once and adds it to every token. */
    private static void multiplyColumns(float[][] columns, int rows, float[][] x, float[][] out, int n) {
        for (int t = 0; t < n; t++) {
            Arrays.fill(out[t], 0, rows, 0);
        }
        int c = 0;
        for (; c + 8 <= columns.length; c += 8) {
            for (int t = 0; t < n; t++) {
                addEight(columns, c, x[t], out[t], rows);
            }
        }
        for (; c < columns.length; c++) {
            for (int t = 0; t < n; t++) {
                addOne(columns[c], x[t][c], out[t], rows);
            }
        }
    }

    /** Unpacks each row once and multiplies it with every token; used for weights that stay in the file. */
    private static void multiplyRows(StoredTensor weights, float[][] x, float[][] out, int n) {
        float[] row = new float[weights.columns()];
        for (int r = 0; r < weights.rows(); r++) {
            weights.row(r, row);
            for (int t = 0; t < n; t++) {
                out[t][r] = dot(row, x[t]);
            }
        }
    }

    /** What a single token is rounded to before it meets repacked weights. */
    private static float[][] rounded(float[] x, int length) {
        RoundedToken token = new RoundedToken();
        token.round(x, length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = token.value(i);
        }
        return new float[][]{values};
    }

    /** Four sums, so that an addition need not wait for the one before. */
    private static float dot(float[] row, float[] x) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int c = 0;
        for (; c + 4 <= row.length; c += 4) {
            s0 += row[c] * x[c];
            s1 += row[c + 1] * x[c + 1];
            s2 += row[c + 2] * x[c + 2];
            s3 += row[c + 3] * x[c + 3];
        }
        for (; c < row.length; c++) {
            s0 += row[c] * x[c];
        }
        return s0 + s1 + (s2 + s3);
    }

    @Override
    public void combine(float[][] vectors, float[] factors, int count, float[] out, int length) {
        Arrays.fill(out, 0, length, 0);
        int i = 0;
        for (; i + 8 <= count; i += 8) {
            addEight(vectors, i, factors, out, length);
        }
        for (; i < count; i++) {
            addOne(vectors[i], factors[i], out, length);
        }
    }

    private static void addEight(float[][] vectors, int first, float[] factors, float[] out, int length) {
        float[] v0 = vectors[first];
        float[] v1 = vectors[first + 1];
        float[] v2 = vectors[first + 2];
        float[] v3 = vectors[first + 3];
        float[] v4 = vectors[first + 4];
        float[] v5 = vectors[first + 5];
        float[] v6 = vectors[first + 6];
        float[] v7 = vectors[first + 7];
        float f0 = factors[first];
        float f1 = factors[first + 1];
        float f2 = factors[first + 2];
        float f3 = factors[first + 3];
        float f4 = factors[first + 4];
        float f5 = factors[first + 5];
        float f6 = factors[first + 6];
        float f7 = factors[first + 7];
        for (int j = 0; j < length; j++) {
            out[j] = out[j] + f0 * v0[j] + f1 * v1[j] + f2 * v2[j] + f3 * v3[j] + f4 * v4[j] + f5 * v5[j] + f6 * v6[j]
                    + f7 * v7[j];
        }
    }

    private static void addOne(float[] vector, float factor, float[] out, int length) {
        for (int j = 0; j < length; j++) {
            out[j] = out[j] + factor * vector[j];
        }
    }

    @Override
    public void decayAndAdd(float[][] rows, float decay, float[] factors, float[] addend) {
        for (int i = 0; i < rows.length; i++) {
            decayAndAddRow(rows[i], decay, factors[i], addend);
        }
    }

    private static void decayAndAddRow(float[] row, float decay, float factor, float[] addend) {
        for (int j = 0; j < row.length; j++) {
            row[j] = decay * row[j] + factor * addend[j];
        }
    }

    @Override
    public void rmsNorm(float[] x, float[] weight, float epsilon, float[] out) {
        float squares = 0;
        for (int i = 0; i < weight.length; i++) {
            squares += x[i] * x[i];
        }
        float scale = (float) (1 / Math.sqrt(squares / weight.length + epsilon));
        for (int i = 0; i < weight.length; i++) {
            out[i] = x[i] * scale * weight[i];
        }
    }

    @Override
    public void add(float[] y, float factor, float[] x, int length) {
        addOne(x, factor, y, length);
    }

    @Override
    public void addProduct(float[] y, float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            y[i] += a[i] * b[i];
        }
    }

    @Override
    public void product(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = a[i] * b[i];
        }
    }

    @Override
    public void scale(float[] x, float factor, int length) {
        for (int i = 0; i < length; i++) {
            x[i] *= factor;
        }
    }

    @Override
    public void mix(float[] y, float kept, float[] x, int from, float added) {
        for (int i = 0; i < y.length; i++) {
            y[i] = kept * y[i] + added * x[from + i];
        }
    }

    @Override
    public void toLength(float[] x, int from, int size, float length, float epsilon) {
        float squares = 0;
        for (int i = from; i < from + size; i++) {
            squares += x[i] * x[i];
        }
        float scale = (float) (length / Math.sqrt(squares + epsilon));
        for (int i = from; i < from + size; i++) {
            x[i] *= scale;
        }
    }

    @Override
    public void rotate(float[] x, float[] cosines, float[] sines) {
        int half = cosines.length;
        for (int i = 0; i < half; i++) {
            float first = x[i];
            float second = x[i + half];
            x[i] = first * cosines[i] - second * sines[i];
            x[i + half] = second * cosines[i] + first * sines[i];
        }
    }

    @Override
    public void exp(float[] x, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = (float) Math.exp(x[i]);
        }
    }

    @Override
    public void sigmoid(float[] x, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = (float) (1 / (1 + Math.exp(-x[i])));
        }
    }

    @Override
    public void silu(float[] x, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = silu(x[i]);
        }
    }

    @Override
    public void gatedSilu(float[] gate, float[] up, int length) {
        for (int i = 0; i < length; i++) {
            gate[i] = silu(gate[i]) * up[i];
        }
    }

    private static float silu(float x) {
        return (float) (x / (1 + Math.exp(-x)));
    }

    @Override
    public void softmax(float[] x, int length) {
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            most = Math.max(most, x[i]);
        }
        float sum = 0;
        for (int i = 0; i < length; i++) {
            x[i] = (float) Math.exp(x[i] - most);
            sum += x[i];
        }
        for (int i = 0; i < length; i++) {
            x[i] /= sum;
        }
    }

    /** Does nothing: there are no threads. */
    @Override
    public void close() {}
}
