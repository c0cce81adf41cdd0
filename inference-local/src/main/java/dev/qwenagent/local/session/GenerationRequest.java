package dev.qwenagent.local.session;

import dev.qwenagent.local.grammar.TokenConstraint;
import dev.qwenagent.local.model.Cancellation;
import dev.qwenagent.local.sampling.Sampler;
import dev.qwenagent.local.sampling.TokenLogProbability;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A prompt and how to continue it. Immutable; the sampler, listener and interceptor may have state of their own. */
public final class GenerationRequest {

    private static final LogProbabilities UNTOLD = new LogProbabilities(0, _ -> {});

    private final int[] prompt;
    private final int[] checkpoints;
    private final int[] stopTokens;
    private final int maxTokens;
    private final Sampler sampler;
    private final TokenListener listener;
    private final TokenInterceptor interceptor;
    private final TokenConstraint constraint;
    private final Cancellation cancellation;
    private final @Nullable StopStrings stopStrings;
    private final LogProbabilities logProbabilities;

    /** Who is told of log-probabilities, and of how many alternatives. */
    record LogProbabilities(int top, Consumer<TokenLogProbability> told) {}

    private GenerationRequest(Builder builder) {
        prompt = builder.prompt;
        checkpoints = builder.checkpoints;
        stopTokens = builder.stopTokens;
        maxTokens = builder.maxTokens;
        sampler = builder.sampler;
        listener = builder.listener;
        interceptor = builder.interceptor;
        constraint = builder.constraint;
        cancellation = builder.cancellation;
        stopStrings = builder.stopStrings;
        logProbabilities = builder.logProbabilities;
    }

    /**
     * A request that continues a prompt, greedily, up to the context's end, unless more is said.
     *
     * @param prompt token ids, at least one
     */
    public static Builder builder(int... prompt) {
        return new Builder(prompt);
    }

    int[] prompt() {
        return prompt;
    }

    int[] checkpoints() {
        return checkpoints;
    }

    boolean isStop(int token) {
        return Arrays.binarySearch(stopTokens, token) >= 0;
    }

    int maxTokens() {
        return maxTokens;
    }

    Sampler sampler() {
        return sampler;
    }

    TokenListener listener() {
        return listener;
    }

    TokenInterceptor interceptor() {
        return interceptor;
    }

    TokenConstraint constraint() {
        return constraint;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Whether the text ends at a stop string with this token. */
    boolean endsText(int token) {
        return stopStrings != null && stopStrings.endAt(token);
    }

    /** Whether somebody asked how likely each token was. */
    boolean tellsProbabilities() {
        return logProbabilities != UNTOLD;
    }

    /** Tells of a token that was made, if anybody asked. */
    void tellProbability(float[] logits, int token) {
        if (logProbabilities != UNTOLD) {
            logProbabilities.told().accept(TokenLogProbability.of(logits, token, logProbabilities.top()));
        }
    }

    /** Collects the parts of a request. */
    public static final class Builder {

        private final int[] prompt;
        private int[] checkpoints = {};
        private int[] stopTokens = {};
        private int maxTokens = Integer.MAX_VALUE;
        private Sampler sampler = Sampler.greedy();
        private TokenListener listener = TokenListener.none();
        private TokenInterceptor interceptor = TokenInterceptor.none();
        private TokenConstraint constraint = TokenConstraint.none();
        private Cancellation cancellation = Cancellation.never();
        private @Nullable StopStrings stopStrings; // null: none
        private LogProbabilities logProbabilities = UNTOLD;

        private Builder(int[] prompt) {
            if (prompt.length == 0) {
                throw new IllegalArgumentException("the prompt is empty; give at least one token");
            }
            this.prompt = prompt.clone();
        }

        /**
         * Positions in the prompt that a later prompt is likely to share up to, such as the ends of messages. The
         * prompt's own end is always one.
         */
        public Builder checkpoints(int... positions) {
            checkpoints = Arrays.stream(positions)
                    .filter(position -> position > 0 && position < prompt.length)
                    .sorted()
                    .distinct()
                    .toArray();
            return this;
        }

        /** Tokens that end the generation. */
        public Builder stopTokens(Collection<Integer> tokens) {
            stopTokens = tokens.stream().mapToInt(Integer::intValue).sorted().toArray();
            return this;
        }

        /** The most tokens to make, at least 1. */
        public Builder maxTokens(int tokens) {
            if (tokens < 1) {
                throw new IllegalArgumentException("maxTokens: expected at least 1, found " + tokens);
            }
            maxTokens = tokens;
            return this;
        }

        /** Who chooses the tokens. */
        public Builder sampler(Sampler chooser) {
            sampler = chooser;
            return this;
        }

        /** Who is told of each token. */
        public Builder listener(TokenListener told) {
            listener = told;
            return this;
        }

        /** Who may force tokens. */
        public Builder interceptor(TokenInterceptor forcing) {
            interceptor = forcing;
            return this;
        }

        /** What the tokens must make; an interceptor is asked first, and what it forces must fit. */
        public Builder constraint(TokenConstraint held) {
            constraint = held;
            return this;
        }

        /** Who may end the generation. */
        public Builder cancellation(Cancellation requested) {
            cancellation = requested;
            return this;
        }

        /** Strings that end the generation. */
        public Builder stopStrings(StopStrings strings) {
            stopStrings = strings;
            return this;
        }

        /**
         * Who is told how likely each token was, before the listener is told of the token.
         *
         * @param top how many of the likeliest tokens to give with each, 0 or more
         * @param told runs on the generating thread
         */
        public Builder logProbabilities(int top, Consumer<TokenLogProbability> told) {
            if (top < 0) {
                throw new IllegalArgumentException("log-probabilities: expected a top of 0 or more, found " + top);
            }
            logProbabilities = new LogProbabilities(top, told);
            return this;
        }

        /** The request. */
        public GenerationRequest build() {
            return new GenerationRequest(this);
        }
    }
}
