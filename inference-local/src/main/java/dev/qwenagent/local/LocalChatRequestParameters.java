package dev.qwenagent.local;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.qwenagent.local.chat.EarlierThoughts;
import dev.qwenagent.local.chat.Thinking;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a local model besides LangChain4j's common parameters. A parameter that is null was not given: the
 * model's default applies.
 */
public final class LocalChatRequestParameters extends DefaultChatRequestParameters {

    private final @Nullable Thinking thinking;
    private final @Nullable EarlierThoughts earlierThoughts;
    private final @Nullable Integer thinkingBudget;
    private final @Nullable String thinkingClosingWords;
    private final @Nullable Long seed;
    private final @Nullable Double minP;
    private final @Nullable Double repetitionPenalty;
    private final @Nullable Map<Integer, Double> logitBias;
    private final @Nullable Integer logProbabilities;

    private LocalChatRequestParameters(Builder builder) {
        super(builder);
        thinking = builder.thinking;
        earlierThoughts = builder.earlierThoughts;
        thinkingBudget = builder.thinkingBudget;
        thinkingClosingWords = builder.thinkingClosingWords;
        seed = builder.seed;
        minP = builder.minP;
        repetitionPenalty = builder.repetitionPenalty;
        logitBias = builder.logitBias;
        logProbabilities = builder.logProbabilities;
    }

    /** Whether the model is asked to think. */
    public @Nullable Thinking thinking() {
        return thinking;
    }

    /** What the model reads of what it thought before. */
    public @Nullable EarlierThoughts earlierThoughts() {
        return earlierThoughts;
    }

    /** The most tokens, 0 or more, that are sampled for thoughts before the thought is closed. */
    public @Nullable Integer thinkingBudget() {
        return thinkingBudget;
    }

    /** The words that close a thought at its budget; they are not counted. */
    public @Nullable String thinkingClosingWords() {
        return thinkingClosingWords;
    }

    /** Makes the random choice of tokens repeatable. */
    public @Nullable Long seed() {
        return seed;
    }

    /** Only tokens at least this many times as likely as the likeliest are chosen; from 0 to 1. */
    public @Nullable Double minP() {
        return minP;
    }

    /** Makes tokens of the prompt and the reply less likely to come again, from above 1 on; 1 changes nothing. */
    public @Nullable Double repetitionPenalty() {
        return repetitionPenalty;
    }

    /** What is added to the scores of tokens by id; negative infinity forbids one. */
    public @Nullable Map<Integer, Double> logitBias() {
        return logitBias;
    }

    /** How many of the likeliest tokens are told with each token of the reply and its log-probability. */
    public @Nullable Integer logProbabilities() {
        return logProbabilities;
    }

    @Override
    public LocalChatRequestParameters overrideWith(ChatRequestParameters that) {
        return builder().overrideWith(this).overrideWith(that).build();
    }

    @Override
    public LocalChatRequestParameters defaultedBy(ChatRequestParameters that) {
        return builder().overrideWith(that).overrideWith(this).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LocalChatRequestParameters that && super.equals(that) && thinking == that.thinking
                && earlierThoughts == that.earlierThoughts && Objects.equals(thinkingBudget, that.thinkingBudget)
                && Objects.equals(thinkingClosingWords, that.thinkingClosingWords) && Objects.equals(seed, that.seed)
                && Objects.equals(minP, that.minP) && Objects.equals(repetitionPenalty, that.repetitionPenalty)
                && Objects.equals(logitBias, that.logitBias)
                && Objects.equals(logProbabilities, that.logProbabilities);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), thinking, earlierThoughts, thinkingBudget, thinkingClosingWords, seed,
                minP,
                repetitionPenalty, logitBias, logProbabilities);
    }

    /** Parameters of which none is given yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects parameters. */
    public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

        private @Nullable Thinking thinking;
        private @Nullable EarlierThoughts earlierThoughts;
        private @Nullable Integer thinkingBudget;
        private @Nullable String thinkingClosingWords;
        private @Nullable Long seed;
        private @Nullable Double minP;
        private @Nullable Double repetitionPenalty;
        private @Nullable Map<Integer, Double> logitBias;
        private @Nullable Integer logProbabilities;

        private Builder() {}

        @Override
        public Builder overrideWith(ChatRequestParameters that) {
            super.overrideWith(that);
            if (that instanceof LocalChatRequestParameters local) {
                thinking = local.thinking == null ? thinking : local.thinking;
                earlierThoughts = local.earlierThoughts == null ? earlierThoughts : local.earlierThoughts;
                thinkingBudget = local.thinkingBudget == null ? thinkingBudget : local.thinkingBudget;
                thinkingClosingWords = local.thinkingClosingWords == null ? thinkingClosingWords
                        : local.thinkingClosingWords;
                seed = local.seed == null ? seed : local.seed;
                minP = local.minP == null ? minP : local.minP;
                repetitionPenalty = local.repetitionPenalty == null ? repetitionPenalty : local.repetitionPenalty;
                logitBias = local.logitBias == null ? logitBias : local.logitBias;
                logProbabilities = local.logProbabilities == null ? logProbabilities : local.logProbabilities;
            }
            return this;
        }

        /** Whether the model is asked to think. */
        public Builder thinking(Thinking choice) {
            thinking = choice;
            return this;
        }

        /** What the model reads of what it thought before. */
        public Builder earlierThoughts(EarlierThoughts choice) {
            earlierThoughts = choice;
            return this;
        }

        /**
         * The most tokens that are sampled for thoughts; then the thought is closed and the answer follows.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder thinkingBudget(int tokens) {
            if (tokens < 0) {
                throw new IllegalArgumentException("thinking budget: expected 0 tokens or more, found " + tokens);
            }
            thinkingBudget = tokens;
            return this;
        }

        /**
         * The words that close a thought at its budget; the closing tag follows them.
         *
         * @throws IllegalArgumentException if there is a tag of thoughts in them
         */
        public Builder thinkingClosingWords(String words) {
            if (words.contains("<think>") || words.contains("</think>")) {
                throw new IllegalArgumentException("closing words of thoughts: expected words without <think> and"
                        + " </think>, which are added, found " + words);
            }
            thinkingClosingWords = words;
            return this;
        }

        /** Makes the random choice of tokens repeatable. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Only tokens at least this many times as likely as the likeliest are chosen; from 0 to 1. */
        public Builder minP(double value) {
            minP = value;
            return this;
        }

        /** Divides the scores of tokens of the prompt and the reply, if positive, and multiplies them, if negative. */
        public Builder repetitionPenalty(double value) {
            repetitionPenalty = value;
            return this;
        }

        /** Adds to the scores of tokens by id; negative infinity forbids one, an id that the model has not does nothing. */
        public Builder logitBias(Map<Integer, Double> added) {
            logitBias = Map.copyOf(added);
            return this;
        }

        /**
         * Asks for the log-probability of each token of the reply, in {@link LocalChatResponseMetadata}.
         *
         * @param top how many of the likeliest tokens to tell with each, 0 or more
         * @throws IllegalArgumentException if it is negative
         */
        public Builder logProbabilities(int top) {
            if (top < 0) {
                throw new IllegalArgumentException("log-probabilities: expected a top of 0 or more, found " + top);
            }
            logProbabilities = top;
            return this;
        }

        @Override
        public LocalChatRequestParameters build() {
            return new LocalChatRequestParameters(this);
        }
    }
}
