package dev.qwenagent.local.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Megabytes of text a second that become tokens of the published Qwen3 vocabulary, on one core.
 *
 * <p>
 * The prose is of made-up words, of which few come twice: what is remembered of earlier words helps little. The runs are
 * texts of one thing, which take the longest where the work grows with the square of a piece's length.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class TokenizerBenchmark {

    private static final int BYTES = 1 << 20;

    /** What the text is made of. */
    public enum Text {
        /** Words of a syllable or more, numbers and punctuation. */
        PROSE,
        /** Lines of program text. */
        CODE,
        /** A letter, again and again. */
        LETTERS,
        /** A space, again and again. */
        SPACES,
        /** A picture of four bytes, again and again. */
        EMOJI
    }

    @Param
    Text text;

    private BpeTokenizer tokenizer;
    private String input;
    private double megabytes;

    /** What an operation takes in, as a rate. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Rates {
        /** Millions of bytes of UTF-8. */
        public double megabytes;
    }

    /** Makes the text. */
    @Setup
    public void prepare() {
        tokenizer = GoldenTokenizers.qwen3();
        SplittableRandom random = new SplittableRandom(1);
        input = switch (text) {
            case PROSE -> made(random, "", " ", ". ");
            case CODE -> made(random, "    ", "(", ");\n");
            case LETTERS -> "a".repeat(BYTES);
            case SPACES -> " ".repeat(BYTES);
            case EMOJI -> "\uD83D\uDE00".repeat(BYTES / 4);
        };
        megabytes = input.getBytes(StandardCharsets.UTF_8).length / 1e6;
    }

    private static String made(SplittableRandom random, String before, String between, String after) {
        String[] syllables = "al be con da en for ge hi in ka lo ment ni or per qui re st tion un ver wi".split(" ");
        StringBuilder made = new StringBuilder();
        while (made.length() < BYTES) {
            made.append(before);
            for (int word = random.nextInt(3, 12); word > 0; word--) {
                for (int i = random.nextInt(1, 5); i > 0; i--) {
                    made.append(syllables[random.nextInt(syllables.length)]);
                }
                made.append(random.nextInt(10) == 0 ? " " + random.nextInt(10_000) : "").append(between);
            }
            made.append(after);
        }
        return made.toString();
    }

    /** Text to tokens. */
    @Benchmark
    public int[] encode(Rates rates) {
        rates.megabytes += megabytes;
        return tokenizer.encode(input);
    }
}
