package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.Tensor;

/**
 * The inner loops of a forward pass. Safe for use by many threads; nothing that one computes depends on the others.
 *
 * <p>
 * An implementation may keep threads and scratch. A model has kernels of its own and closes them.
 */
public interface Kernels extends AutoCloseable {

    /** Work in numbered pieces that may be done in any order and at the same time. */
    interface Work {
        /**
         * Does a piece.
         *
         * @param member who does it: 0 is the caller, helpers count from 1; no two at a time have the same number
         * @param piece from 0
         */
        void run(int member, int piece);
    }

    /** What this implementation is, in a few words for a log. */
    String description();

    /** Threads that compute at once, the calling one included. */
    int threads();

    /**
     * Does all pieces of some work, at once if it is enough to repay the waking of others, and returns when they are done.
     * A piece may use these kernels.
     *
     * @param work what is done; what a piece throws is thrown here
     * @param pieces how many
     * @param multiplications about how many there are in all
     */
    void share(Work work, int pieces, long multiplications);

    /**
     * Multiplies each token's row by a matrix: {@code out[t] = weights * x[t]}. A single token is rounded to eight bits
     * before it meets a {@link dev.qwenagent.local.tensor.RepackedTensor}; all other products are of the values as they are.
     *
     * @param weights (rows, columns)
     * @param x (at least n, at least columns)
     * @param out (at least n, at least rows); overwritten
     * @param n number of tokens
     */
    void multiply(Tensor weights, float[][] x, float[][] out, int n);

    /**
     * A weighted sum of vectors: {@code out[j] = sum over i < count of factors[i] * vectors[i][j]}.
     *
     * @param vectors (at least count, at least length)
     * @param factors at least count values
     * @param count number of vectors
     * @param out at least length values; overwritten
     * @param length values of each vector that are used
     */
    void combine(float[][] vectors, float[] factors, int count, float[] out, int length);

    /**
     * One step of a fading associative memory: {@code rows[i] = decay * rows[i] + factors[i] * addend}.
     *
     * @param rows (m, length), changed in place
     * @param decay what stays of the old contents
     * @param factors m values
     * @param addend length values
     */
    void decayAndAdd(float[][] rows, float decay, float[] factors, float[] addend);

    /**
     * Root mean square normalisation: {@code out = x / sqrt(mean(x^2) + epsilon) * weight}.
     *
     * @param x as many values as {@code weight} has
     * @param weight the scale of each channel
     * @param epsilon keeps the quotient finite
     * @param out overwritten; may be {@code x}
     */
    void rmsNorm(float[] x, float[] weight, float epsilon, float[] out);

    /** {@code y[i] += factor * x[i]} for the first {@code length} values. */
    void add(float[] y, float factor, float[] x, int length);

    /** {@code y[i] += a[i] * b[i]} for the first {@code length} values. */
    void addProduct(float[] y, float[] a, float[] b, int length);

    /** {@code out[i] = a[i] * b[i]} for the first {@code length} values; {@code out} may be {@code a} or {@code b}. */
    void product(float[] a, float[] b, float[] out, int length);

    /** {@code x[i] *= factor} for the first {@code length} values. */
    void scale(float[] x, float factor, int length);

    /**
     * Changes part of a row towards a vector: {@code y[i] = kept * y[i] + added * x[from + i]} for {@code y}'s values.
     *
     * @param y changed in place, all of it
     * @param kept what stays of the old contents
     * @param x has at least {@code from} and {@code y.length} values
     * @param from where in {@code x} the first is
     * @param added its factor
     */
    void mix(float[] y, float kept, float[] x, int from, float added);

    /**
     * Gives part of a row a length: {@code x = x * length / sqrt(sum(x^2) + epsilon)}.
     *
     * @param x changed in place
     * @param from the part's first value
     * @param size values of the part
     * @param length the wanted length
     * @param epsilon keeps the quotient finite
     */
    void toLength(float[] x, int from, int size, float length, float epsilon);

    /**
     * Turns pairs of values: with r the number of cosines, {@code x[i]} and {@code x[i + r]} become
     * {@code x[i] cos(i) - x[i + r] sin(i)} and {@code x[i + r] cos(i) + x[i] sin(i)}.
     *
     * @param x at least 2 r values, of which the first 2 r are changed
     * @param cosines r values
     * @param sines r values
     */
    void rotate(float[] x, float[] cosines, float[] sines);

    /** {@code x[i] = exp(x[i])} for the first {@code length} values, of which none is above 88. */
    void exp(float[] x, int length);

    /** {@code x[i] = 1 / (1 + exp(-x[i]))} for the first {@code length} values. */
    void sigmoid(float[] x, int length);

    /** {@code x[i] = x[i] * sigmoid(x[i])} for the first {@code length} values. */
    void silu(float[] x, int length);

    /** {@code gate[i] = silu(gate[i]) * up[i]} for the first {@code length} values. */
    void gatedSilu(float[] gate, float[] up, int length);

    /** Turns the first {@code length} values into probabilities: {@code exp(x) / sum(exp(x))}. */
    void softmax(float[] x, int length);

    /** Ends the threads, if there are any. A second call does nothing. */
    @Override
    void close();
}
