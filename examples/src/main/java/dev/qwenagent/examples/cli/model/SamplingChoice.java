package dev.qwenagent.examples.cli.model;

import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.local.model.Model;
import dev.qwenagent.local.sampling.LogitAdjustments;
import dev.qwenagent.local.sampling.Sampler;
import dev.qwenagent.local.sampling.SamplingOptions;
import dev.qwenagent.local.session.Padding;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the next token is chosen. What is not said is as the model file advises. */
final class SamplingChoice {

    @Option(names = "--greedy", description = {
        "The likeliest token always, after penalties and biases; to compare with",
        "other programs, also where it is padding of the vocabulary, which is never made otherwise"})
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

    @Option(names = "--repetition-penalty", paramLabel = "X", defaultValue = "1", //
            description = "Divide the scores of tokens that were there, in the prompt too; above 1 for fewer repetitions")
    private double repetition = 1;

    @Option(names = "--presence-penalty", paramLabel = "X", defaultValue = "0", //
            description = "Take this from the scores of tokens that were made, from -2 to 2")
    private double presence;

    @Option(names = "--frequency-penalty", paramLabel = "X", defaultValue = "0", //
            description = "Take this as well, once for each time that they were made, from -2 to 2")
    private double frequency;

    @Option(names = "--logit-bias", paramLabel = "ID=X", //
            description = "Add X to the score of a token, -Infinity to forbid it; may be repeated")
    private Map<Integer, Double> bias = new TreeMap<>();

    /**
     * Who chooses.
     *
     * @param model whose file may advise
     * @param prompt the tokens before what is made
     * @throws UsageException if a number is out of its range
     */
    Sampler over(Model model, int[] prompt) {
        int vocabulary = model.config().vocabulary();
        for (int id : bias.keySet()) {
            if (id < 0 || id >= vocabulary) {
                throw new UsageException(
                        "--logit-bias: expected ids from 0 to " + (vocabulary - 1) + ", found " + id);
            }
        }
        try {
            LogitAdjustments adjustments = new LogitAdjustments(repetition, presence, frequency, bias);
            return Sampler.adjusting(chooser(SamplingOptions.advisedBy(model.metadata())), adjustments, prompt);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** What becomes of ids that stand for no text: they can be seen in greedy choices only. */
    Padding padding() {
        return greedy ? Padding.SCORED : Padding.EXCLUDED;
    }

    private Sampler chooser(SamplingOptions advised) {
        return greedy ? Sampler.greedy()
                : Sampler.of(new SamplingOptions(temperature == null ? advised.temperature() : temperature,
                        topK == null ? advised.topK() : topK, topP == null ? advised.topP() : topP,
                        minP == null ? advised.minP() : minP, seed == null ? new SplittableRandom().nextLong() : seed));
    }
}
