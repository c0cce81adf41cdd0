package dev.qwenagent.local.kernel;

import dev.qwenagent.local.tensor.Samples;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The loops beside the products: what a token passes between two matrices.
 *
 * <p>
 * 128 values are a head, 2048 a token's row, 32768 the scores of a long context. With {@code -prof gc}, none allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class LoopBenchmark {

    /** The kernels compared. */
    public enum Choice {
        /** The definition. */
        SCALAR,
        /** What a machine with the Vector API computes with. */
        VECTOR
    }

    @Param
    Choice choice;

    @Param({"128", "2048", "32768"})
    int length;

    private Kernels kernels;
    private float[] x;
    private float[] y;
    private float[] weight;
    private float[] cosines;
    private float[] sines;

    /** Fills the vectors. */
    @Setup
    public void prepare() {
        kernels = switch (choice) {
            case SCALAR -> new ScalarKernels();
            case VECTOR -> new VectorKernels(1);
        };
        x = Samples.floats(length, 1);
        y = Samples.floats(length, 2);
        weight = Samples.floats(length, 3);
        cosines = Samples.floats(length / 2, 4);
        sines = Samples.floats(length / 2, 5);
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        kernels.close();
    }

    /** Normalisation of a row. */
    @Benchmark
    public float[] rmsNorm() {
        kernels.rmsNorm(x, weight, 1e-6f, y);
        return y;
    }

    /** Scores to probabilities. */
    @Benchmark
    public float[] softmax() {
        System.arraycopy(x, 0, y, 0, length);
        kernels.softmax(y, length);
        return y;
    }

    /** The gate of a hidden layer. */
    @Benchmark
    public float[] gatedSilu() {
        System.arraycopy(x, 0, y, 0, length);
        kernels.gatedSilu(y, weight, length);
        return y;
    }

    /** The gate of an attention head. */
    @Benchmark
    public float[] sigmoid() {
        System.arraycopy(x, 0, y, 0, length);
        kernels.sigmoid(y, length);
        return y;
    }

    /** A position's angles put on a head: half as many cosines as values. */
    @Benchmark
    public float[] rotate() {
        System.arraycopy(x, 0, y, 0, length);
        kernels.rotate(y, cosines, sines);
        return y;
    }

    /** The correction of a memory's row. */
    @Benchmark
    public float[] mix() {
        kernels.mix(y, 0.5f, x, 0, 0.5f);
        return y;
    }
}
