package dev.qwenagent.runtime.remote;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a Qwen model beyond LangChain4j's common parameters. Null leaves a setting to the server.
 * <p>
 * A setting that a server would ignore without harm to the answer (cache points, tool streaming) is not sent to it; one whose
 * absence would change the answer (a search, speech) is refused there. {@link ServerFamily} says how each kind of server is
 * told. What has no method here goes in by {@link Builder#extra}, as it is.
 * <p>
 * A bound in tokens, a degree of effort and no thinking at all exclude one another: a builder that was given two of them
 * throws, and laid over other parameters the later word takes the place of the earlier.
 */
public final class QwenChatRequestParameters extends DefaultChatRequestParameters {

    /** Whether the model thinks before it answers. */
    public enum Thinking {
        ON,
        OFF
    }

    private final Map<Setting<?>, Object> settings;
    private final Map<String, Object> extra;

    private QwenChatRequestParameters(Builder builder) {
        super(builder);
        this.settings = Map.copyOf(builder.settings);
        this.extra = Map.copyOf(builder.extra);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Parameters of any kind as parameters of this one. */
    static QwenChatRequestParameters from(ChatRequestParameters parameters) {
        return parameters instanceof QwenChatRequestParameters qwen ? qwen : builder().overrideWith(parameters).build();
    }

    private <T> @Nullable T get(Setting<T> setting) {
        return setting.type().cast(settings.get(setting));
    }

    /** Whether the model thinks. */
    public @Nullable Thinking thinking() {
        return get(Setting.THINKING);
    }

    /** Tokens that a thought may have. */
    public @Nullable Integer thinkingBudget() {
        return get(Setting.THINKING_BUDGET);
    }

    /** How much the model thinks, where it knows degrees. */
    public @Nullable ReasoningEffort reasoningEffort() {
        return get(Setting.REASONING_EFFORT);
    }

    /** Whether thoughts from before the newest question are sent back and read by the model. */
    public @Nullable Boolean preserveThinking() {
        return get(Setting.PRESERVE_THINKING);
    }

    /** Whether the model may ask for several tools at once. */
    public @Nullable Boolean parallelToolCalls() {
        return get(Setting.PARALLEL_TOOL_CALLS);
    }

    /** Whether arguments that are arrays or objects are streamed too. */
    public @Nullable Boolean toolStream() {
        return get(Setting.TOOL_STREAM);
    }

    /** Makes sampling repeatable as far as the server can. */
    public @Nullable Long seed() {
        return get(Setting.SEED);
    }

    /** Makes what was said less likely to be said again, above 1; more likely below. */
    public @Nullable Double repetitionPenalty() {
        return get(Setting.REPETITION_PENALTY);
    }

    /** How many of the likeliest tokens are told at each token of the answer. */
    public @Nullable Integer logProbabilities() {
        return get(Setting.LOG_PROBABILITIES);
    }

    /** Whether and how the service searches the web. */
    public @Nullable WebSearch webSearch() {
        return get(Setting.WEB_SEARCH);
    }

    /** Whether the service may run code that the model writes, in its own sandbox. */
    public @Nullable Boolean codeInterpreter() {
        return get(Setting.CODE_INTERPRETER);
    }

    /** How large the model sees pictures and videos. */
    public @Nullable VisionSettings vision() {
        return get(Setting.VISION);
    }

    /** Whether the model sees pictures in all their detail, for more tokens. */
    public @Nullable Boolean highResolutionImages() {
        return get(Setting.HIGH_RESOLUTION_IMAGES);
    }

    /** The voice in which the model also speaks its answer. */
    public @Nullable String speech() {
        return get(Setting.SPEECH);
    }

    /** Up to where the server is to keep what it has read; empty for its own way. */
    public Set<CachePoint> cache() {
        Setting.CachePoints points = get(Setting.CACHE);
        return points == null ? Set.of() : points.points();
    }

    /** Fields that are put into the request as they are, over what is there. */
    public Map<String, Object> extra() {
        return extra;
    }

    /** These parameters, and those of the other where it sets them. */
    @Override
    public QwenChatRequestParameters overrideWith(ChatRequestParameters other) {
        return builder().overrideWith(this).overrideWith(other).build();
    }

    /** These parameters, and those of the other where these set none. */
    @Override
    public QwenChatRequestParameters defaultedBy(ChatRequestParameters other) {
        return builder().overrideWith(other).overrideWith(this).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof QwenChatRequestParameters that
                && settings.equals(that.settings)
                && extra.equals(that.extra);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), settings, extra);
    }

    /** Collects parameters; the common ones are those of LangChain4j. Not thread-safe. */
    public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

        private final Map<Setting<?>, Object> settings = new HashMap<>();
        private final Map<String, Object> extra = new LinkedHashMap<>();

        private Builder() {}

        @Override
        public Builder overrideWith(ChatRequestParameters other) {
            super.overrideWith(other);
            if (other instanceof QwenChatRequestParameters qwen) {
                ThinkingExclusions.makeRoom(settings, qwen.settings);
                settings.putAll(qwen.settings);
                extra.putAll(qwen.extra);
            }
            return this;
        }

        private <T> Builder set(Setting<T> setting, @Nullable T value) {
            if (value == null) {
                settings.remove(setting);
            } else {
                settings.put(setting, value);
            }
            return this;
        }

        /** Whether the model thinks; null for its own default. */
        public Builder thinking(@Nullable Thinking value) {
            return set(Setting.THINKING, value);
        }

        /**
         * Tokens that a thought may have, at least 1; 0 turns thinking off, null sets no bound. A server that knows no bound
         * is held to it all the same, see {@link QwenChatModel}.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder thinkingBudget(@Nullable Integer tokens) {
            if (tokens != null && tokens < 0) {
                throw new IllegalArgumentException("a thinking budget is 0 tokens or more; found " + tokens);
            }
            if (tokens != null && tokens == 0) {
                return thinking(Thinking.OFF).set(Setting.THINKING_BUDGET, null);
            }
            return set(Setting.THINKING_BUDGET, tokens);
        }

        /** How much the model thinks, in place of a bound in tokens; null for its own default. */
        public Builder reasoningEffort(@Nullable ReasoningEffort value) {
            return set(Setting.REASONING_EFFORT, value);
        }

        /**
         * Whether thoughts from before the newest question are sent back and read; true sends all, false none. If null, those
         * since the newest question are sent, as models that call tools expect.
         */
        public Builder preserveThinking(@Nullable Boolean value) {
            return set(Setting.PRESERVE_THINKING, value);
        }

        /** Whether the model may ask for several tools at once; null for the server's default. */
        public Builder parallelToolCalls(@Nullable Boolean value) {
            return set(Setting.PARALLEL_TOOL_CALLS, value);
        }

        /** Whether arguments that are arrays or objects are streamed too; null for no. */
        public Builder toolStream(@Nullable Boolean value) {
            return set(Setting.TOOL_STREAM, value);
        }

        /** Makes sampling repeatable as far as the server can; null for none. */
        public Builder seed(@Nullable Long value) {
            return set(Setting.SEED, value);
        }

        /** Above 1 to make repetitions less likely; null for the server's default. */
        public Builder repetitionPenalty(@Nullable Double value) {
            return set(Setting.REPETITION_PENALTY, value);
        }

        /**
         * Asks for the log-probability of each token of the answer, with so many of the likeliest others, 0 to 5; see
         * {@link QwenChatResponseMetadata#logProbabilities()}. Null for none.
         */
        public Builder logProbabilities(@Nullable Integer others) {
            return set(Setting.LOG_PROBABILITIES, others);
        }

        /** Lets the service search the web; null for no. */
        public Builder webSearch(@Nullable WebSearch value) {
            return set(Setting.WEB_SEARCH, value);
        }

        /** Lets the service run code in its own sandbox, for a model that thinks; null for no. */
        public Builder codeInterpreter(@Nullable Boolean value) {
            return set(Setting.CODE_INTERPRETER, value);
        }

        /** How large the model sees pictures and videos; null for the server's own way. */
        public Builder vision(@Nullable VisionSettings value) {
            return set(Setting.VISION, value);
        }

        /** Whether the model sees pictures in all their detail; null for no. */
        public Builder highResolutionImages(@Nullable Boolean value) {
            return set(Setting.HIGH_RESOLUTION_IMAGES, value);
        }

        /**
         * Has an Omni model speak its answer too, in this voice, such as {@code Cherry}; see
         * {@link QwenChatResponseMetadata#speech()}. Null for text alone.
         */
        public Builder speech(@Nullable String voice) {
            return set(Setting.SPEECH, voice);
        }

        /** Up to where Model Studio is to keep what it has read; none for its own way. */
        public Builder cache(CachePoint... points) {
            return set(Setting.CACHE, points.length == 0 ? null : new Setting.CachePoints(Set.of(points)));
        }

        /** A field that is put into the request as it is, for what has no method here; the value as Jackson writes it. */
        public Builder extra(String field, Object value) {
            this.extra.put(field, value);
            return this;
        }

        /**
         * The parameters.
         *
         * @throws IllegalArgumentException if they hold two of a thinking budget, a reasoning effort and no thinking
         */
        @Override
        public QwenChatRequestParameters build() {
            ThinkingExclusions.check(settings);
            return new QwenChatRequestParameters(this);
        }
    }
}
