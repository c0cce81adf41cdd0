package dev.qwenagent.runtime.remote;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a Qwen model beyond LangChain4j's common parameters. Null leaves a setting to the server. A server that
 * does not know a setting ignores it, or is not sent it, as {@link ServerFamily} says.
 */
public final class QwenChatRequestParameters extends DefaultChatRequestParameters {

    /** Whether the model thinks before it answers. */
    public enum Thinking {
        ON,
        OFF
    }

    private final @Nullable Thinking thinking;
    private final @Nullable Integer thinkingBudget;
    private final @Nullable Boolean preserveThinking;
    private final @Nullable Boolean parallelToolCalls;
    private final @Nullable Long seed;
    private final Map<String, Object> extra;

    private QwenChatRequestParameters(Builder builder) {
        super(builder);
        this.thinking = builder.thinking;
        this.thinkingBudget = builder.thinkingBudget;
        this.preserveThinking = builder.preserveThinking;
        this.parallelToolCalls = builder.parallelToolCalls;
        this.seed = builder.seed;
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

    /** Whether the model thinks. */
    public @Nullable Thinking thinking() {
        return thinking;
    }

    /** Tokens that a thought may have. */
    public @Nullable Integer thinkingBudget() {
        return thinkingBudget;
    }

    /** Whether earlier thoughts are sent back and read by the model. */
    public @Nullable Boolean preserveThinking() {
        return preserveThinking;
    }

    /** Whether the model may ask for several tools at once. */
    public @Nullable Boolean parallelToolCalls() {
        return parallelToolCalls;
    }

    /** Makes sampling repeatable as far as the server can. */
    public @Nullable Long seed() {
        return seed;
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
        return super.equals(other) && other instanceof QwenChatRequestParameters that && thinking == that.thinking
                && Objects.equals(thinkingBudget, that.thinkingBudget)
                && Objects.equals(preserveThinking, that.preserveThinking)
                && Objects.equals(parallelToolCalls, that.parallelToolCalls)
                && Objects.equals(seed, that.seed)
                && extra.equals(that.extra);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), thinking, thinkingBudget, preserveThinking, parallelToolCalls, seed,
                extra);
    }

    /** Collects parameters; the common ones are those of LangChain4j. Not thread-safe. */
    public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

        private @Nullable Thinking thinking;
        private @Nullable Integer thinkingBudget;
        private @Nullable Boolean preserveThinking;
        private @Nullable Boolean parallelToolCalls;
        private @Nullable Long seed;
        private final Map<String, Object> extra = new LinkedHashMap<>();

        private Builder() {}

        @Override
        public Builder overrideWith(ChatRequestParameters other) {
            super.overrideWith(other);
            if (other instanceof QwenChatRequestParameters qwen) {
                thinking = qwen.thinking == null ? thinking : qwen.thinking;
                thinkingBudget = qwen.thinkingBudget == null ? thinkingBudget : qwen.thinkingBudget;
                preserveThinking = qwen.preserveThinking == null ? preserveThinking : qwen.preserveThinking;
                parallelToolCalls = qwen.parallelToolCalls == null ? parallelToolCalls : qwen.parallelToolCalls;
                seed = qwen.seed == null ? seed : qwen.seed;
                extra.putAll(qwen.extra);
            }
            return this;
        }

        /** Whether the model thinks; null for its own default. */
        public Builder thinking(@Nullable Thinking value) {
            this.thinking = value;
            return this;
        }

        /**
         * Tokens that a thought may have, at least 1; 0 turns thinking off, null sets no bound.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder thinkingBudget(@Nullable Integer tokens) {
            if (tokens != null && tokens < 0) {
                throw new IllegalArgumentException("a thinking budget is 0 tokens or more; found " + tokens);
            }
            if (tokens != null && tokens == 0) {
                this.thinking = Thinking.OFF;
                this.thinkingBudget = null;
            } else {
                this.thinkingBudget = tokens;
            }
            return this;
        }

        /** Whether earlier thoughts are sent back; null for no. */
        public Builder preserveThinking(@Nullable Boolean value) {
            this.preserveThinking = value;
            return this;
        }

        /** Whether the model may ask for several tools at once; null for the server's default. */
        public Builder parallelToolCalls(@Nullable Boolean value) {
            this.parallelToolCalls = value;
            return this;
        }

        /** Makes sampling repeatable as far as the server can; null for none. */
        public Builder seed(@Nullable Long value) {
            this.seed = value;
            return this;
        }

        /** A field that is put into the request as it is, for what has no method here; the value as Jackson writes it. */
        public Builder extra(String field, Object value) {
            this.extra.put(field, value);
            return this;
        }

        @Override
        public QwenChatRequestParameters build() {
            return new QwenChatRequestParameters(this);
        }
    }
}
