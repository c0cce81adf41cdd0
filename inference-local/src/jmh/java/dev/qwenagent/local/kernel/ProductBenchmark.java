package dev.qwenagent.local.kernel;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.gguf.TensorInfo;
import dev.qwenagent.local.tensor.Samples;
import dev.qwenagent.local.tensor.StoredTensor;
import dev.qwenagent.local.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * The product of a matrix with one token (decoding) and with a batch (prefill).
 *
 * <p>
 * The roofline: with one token, each weight is read once from memory and takes one multiplication, so the bound is the
 * memory's bandwidth; {@code gigabytes} is what of it is reached. With many tokens, the bound is the rate of
 * multiplications and additions (two for each weight and token); {@code gigaflops} is what of it is reached. The matrix
 * has 96 MiB, more than a usual cache, outside the heap like a mapped file.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class ProductBenchmark {

    private static final long BYTES = 96L << 20;
    private static final int COLUMNS = 2048;

    @Param({"F32", "BF16", "Q8_0", "Q4_0", "Q4_K", "Q6_K"})
    GgmlType type;

    @Param({"1", "128"})
    int tokens;

    @Param({"1", "2"})
    int threads;

    private Arena arena;
    private Kernels kernels;
    private Tensor weights;
    private float[][] x;
    private float[][] out;

    /** What an operation moves and computes, as rates. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Rates {
        /** Billions of bytes of weights. */
        public double gigabytes;
        /** Billions of floating-point operations. */
        public double gigaflops;
    }

    /** Fills the matrix. */
    @Setup
    public void prepare() {
        long rowBytes = type.bytesOf(COLUMNS);
        int rows = (int) (BYTES / rowBytes / (tokens > 1 ? 16 : 1));
        arena = Arena.ofShared();
        MemorySegment data = arena.allocate(rows * rowBytes, 64);
        MemorySegment some = MemorySegment.ofArray(Samples.bytes(type, 16 * COLUMNS, 1));
        for (long at = 0; at < data.byteSize(); at += some.byteSize()) {
            long length = Math.min(some.byteSize(), data.byteSize() - at);
            data.asSlice(at, length).copyFrom(some.asSlice(0, length));
        }
        TensorInfo info = new TensorInfo("benchmark", List.of((long) COLUMNS, (long) rows), type, 0, data.byteSize());
        weights = (StoredTensor) Tensor.of(info, data, rows, COLUMNS);
        kernels = KernelProvider.open(threads);
        x = new float[tokens][];
        for (int t = 0; t < tokens; t++) {
            x[t] = Samples.floats(COLUMNS, t);
        }
        out = new float[tokens][rows];
    }

    /** Ends the threads and frees the matrix. */
    @TearDown
    public void close() {
        kernels.close();
        arena.close();
    }

    /** The product. */
    @Benchmark
    public float[][] multiply(Rates rates) {
        kernels.multiply(weights, x, out, tokens);
        rates.gigabytes += weights.byteSize() / 1e9;
        rates.gigaflops += 2e-9 * weights.rows() * weights.columns() * tokens;
        return out;
    }
}
