package dev.qwenagent.examples.cli.model;

import dev.qwenagent.examples.cli.console.Screen;
import dev.qwenagent.examples.cli.console.Waiting;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.session.GenerationRequest;
import dev.qwenagent.local.session.InferenceSession;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Measures how fast a model takes in prompts and makes tokens. Prompts are random tokens, always the same ones; so are the
 * tokens that it "makes", since a model left to itself soon repeats one, and with it the same experts. Every repetition has
 * a session of its own.
 */
final class Benchmark {

    private static final long SEED = 1;
    private static final long WARM_UP_NANOSECONDS = 3_000_000_000L;
    private static final double NANOSECONDS = 1e9;

    private final Model model;
    private final int repetitions;
    private final Screen screen;

    /**
     * What was measured.
     *
     * @param test as llama.cpp names it: {@code pp512} takes in 512 tokens, {@code tg64} makes 64
     * @param threads that computed
     * @param tokensPerSecond the mean
     * @param deviation the sample standard deviation, 0 of a single repetition
     */
    record Result(String test, int threads, double tokensPerSecond, double deviation) {}

    /**
     * Measurements of a model.
     *
     * @param repetitions of each, after a warm-up
     * @param screen shows what is being measured
     */
    Benchmark(Model model, int repetitions, Screen screen) {
        this.model = model;
        this.repetitions = repetitions;
        this.screen = screen;
    }

    /** Takes in a prompt of this many tokens. */
    Result prefill(int tokens) {
        return measure("pp" + tokens, tokens, () -> prefillSeconds(tokens));
    }

    /** Makes this many tokens, one after the other. */
    Result decode(int tokens) {
        return measure("tg" + tokens, tokens, () -> decodeSeconds(tokens));
    }

    private Result measure(String test, int tokens, DoubleSupplier seconds) {
        try (var _ = Waiting.on(screen, "measuring", test + ", warm-up")) {
            long end = System.nanoTime() + WARM_UP_NANOSECONDS;
            do {
                seconds.getAsDouble();
            } while (System.nanoTime() < end);
        }
        double[] speeds = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            try (var _ = Waiting.on(screen, "measuring", "%s, %d of %d".formatted(test, i + 1, repetitions))) {
                speeds[i] = tokens / seconds.getAsDouble();
            }
        }
        double mean = Arrays.stream(speeds).average().orElseThrow();
        double squares = Arrays.stream(speeds).map(speed -> (speed - mean) * (speed - mean)).sum();
        return new Result(test, model.threads(), mean, Math.sqrt(squares / Math.max(1, repetitions - 1)));
    }

    private double prefillSeconds(int tokens) {
        GenerationRequest request = GenerationRequest.builder(random(tokens)).maxTokens(1).build();
        try (InferenceSession session = InferenceSession.open(model)) {
            long start = System.nanoTime();
            session.generate(request);
            return (System.nanoTime() - start) / NANOSECONDS;
        }
    }

    /**
     * From the first token, which the prompt gives, to the last: one pass for each of the others. The tokens are chosen, not
     * forced, since a session takes in forced ones together.
     */
    private double decodeSeconds(int tokens) {
        int[] chosen = random(tokens + 1);
        long[] times = new long[tokens + 1];
        int[] made = new int[1];
        GenerationRequest request = GenerationRequest.builder(chosen[0])
                .maxTokens(tokens + 1)
                .sampler((_, _) -> chosen[made[0]])
                .listener(_ -> times[made[0]++] = System.nanoTime())
                .build();
        try (InferenceSession session = InferenceSession.open(model)) {
            session.generate(request);
        }
        return (times[tokens] - times[0]) / NANOSECONDS;
    }

    private int[] random(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        return random.ints(count, 0, model.config().vocabulary()).toArray();
    }
}
