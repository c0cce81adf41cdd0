package dev.qwenagent.local.model;

import dev.qwenagent.local.gguf.GgmlType;
import dev.qwenagent.local.kernel.KernelProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Tokens a second of a dense model of the shape of Qwen3-0.6B with random weights.
 *
 * <p>
 * The roofline: a decoded token reads every matrix once, 596 million weights (the tied embedding as output included), 634
 * MB in Q8_0, so with B GB/s of memory bandwidth at most {@code B / 0.634} tokens a second. A token of a prompt costs two
 * operations for each of the 440 million weights of the layers, 0.88 GFLOP, so with F GFLOP/s at most {@code F / 0.88}.
 * Attention comes on top. A score is tokens a second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx6g"})
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 4)
public class ForwardBenchmark {

    private static final int PROMPT = 128;
    private static final int DECODED = 16;

    @Param("Q8_0")
    GgmlType type;

    @Param({"1", "2"})
    int threads;

    private final int[] prompt = new int[PROMPT];
    private Path file;
    private Model model;
    private Sequence prefilling;
    private Sequence decoding;

    /** Writes the model and opens it. */
    @Setup
    public void open() throws IOException {
        file = Files.createTempFile("random", ".gguf");
        RandomModel.write(type, file);
        model = Model.open(file, WeightPlacement.MAPPED, KernelProvider.open(threads));
        Arrays.setAll(prompt, i -> 1 + 37 * i);
        prefilling = new Sequence(model, PROMPT);
        decoding = new Sequence(model, 1);
    }

    /** Closes the model and deletes its file. */
    @TearDown
    public void close() throws IOException {
        model.close();
        Files.delete(file);
    }

    /** Starts each measured call with an empty context. */
    @Setup(Level.Invocation)
    public void clear() {
        prefilling.state.clear();
        decoding.state.clear();
    }

    /** A prompt of 128 tokens at once. */
    @Benchmark
    @OperationsPerInvocation(PROMPT)
    public float[] prefill() {
        return prefilling.feed(prompt);
    }

    /** The first 16 tokens, one at a time. */
    @Benchmark
    @OperationsPerInvocation(DECODED)
    public float[] decode() {
        for (int i = 0; i < DECODED; i++) {
            decoding.feed(prompt[i]);
        }
        return decoding.logits();
    }
}
