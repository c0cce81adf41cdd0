package dev.qwenagent.examples.cli.model;

import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.sampling.Sampler;
import dev.qwenagent.local.sampling.SamplingOptions;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the next token is chosen. What is not said is as the model file advises. */
final class SamplingChoice {

    @Option(names = "--greedy", description = "The likeliest token always, whatever else is said")
    private boolean greedy;

    @Option(names = "--temperature", paramLabel = "T", description = "0 for the likeliest token always")
    private @Nullable Double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Keep the K likeliest tokens; 0 for all")
    private @Nullable Integer topK;

    @Option(names = "--top-p", paramLabel = "P", description = "Keep the tokens whose probabilities add up to P")
    private @Nullable Double topP;

    @Option(names = "--min-p", paramLabel = "P", description = "Keep the tokens at least P times as likely as the likeliest")
    private @Nullable Double minP;

    @Option(names = "--seed", paramLabel = "SEED", description = "Make sampling repeatable")
    private @Nullable Long seed;

    /**
     * Who chooses.
     *
     * @param advised what the model file advises
     * @throws UsageException if a number is out of its range
     */
    Sampler over(SamplingOptions advised) {
        if (greedy) {
            return Sampler.greedy();
        }
        try {
            return Sampler.of(new SamplingOptions(temperature == null ? advised.temperature() : temperature,
                    topK == null ? advised.topK() : topK, topP == null ? advised.topP() : topP,
                    minP == null ? advised.minP() : minP, seed == null ? new SplittableRandom().nextLong() : seed));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }
}
