package dev.qwenagent.runtime.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tokens of a request, with those that were cheaper and those that were thought, where the server tells. */
public final class QwenTokenUsage extends TokenUsage {

    private final @Nullable Integer cachedInputTokens;
    private final @Nullable Integer reasoningTokens;
    private final @Nullable Integer cacheCreationTokens;

    /**
     * @param counts tokens read, written and both together
     * @param cachedInputTokens tokens of the input that the server had in its cache; null if it does not tell
     * @param reasoningTokens tokens of the output that were thought; null if the server does not tell
     */
    public QwenTokenUsage(
            TokenUsage counts,
            @Nullable Integer cachedInputTokens,
            @Nullable Integer reasoningTokens) {
        this(counts, cachedInputTokens, reasoningTokens, null);
    }

    private QwenTokenUsage(
            TokenUsage counts,
            @Nullable Integer cachedInputTokens,
            @Nullable Integer reasoningTokens,
            @Nullable Integer cacheCreationTokens) {
        super(counts.inputTokenCount(), counts.outputTokenCount(), counts.totalTokenCount());
        this.cachedInputTokens = cachedInputTokens;
        this.reasoningTokens = reasoningTokens;
        this.cacheCreationTokens = cacheCreationTokens;
    }

    /** Reads the {@code usage} of a reply. */
    static QwenTokenUsage read(JsonNode usage) {
        JsonNode input = usage.path("prompt_tokens_details");
        return new QwenTokenUsage(
                new TokenUsage(
                        count(usage.path("prompt_tokens")),
                        count(usage.path("completion_tokens")),
                        count(usage.path("total_tokens"))),
                count(input.path("cached_tokens")),
                count(usage.path("completion_tokens_details").path("reasoning_tokens")),
                count(input.path("cache_creation_input_tokens")));
    }

    private static @Nullable Integer count(JsonNode node) {
        return node.isInt() ? (Integer) node.asInt() : null;
    }

    /** Tokens of the input that the server had in its cache. */
    public @Nullable Integer cachedInputTokens() {
        return cachedInputTokens;
    }

    /** Tokens of the output that were thought. */
    public @Nullable Integer reasoningTokens() {
        return reasoningTokens;
    }

    /** Tokens of the input that were put into the server's cache, see {@link CachePoint}; they cost more than others. */
    public @Nullable Integer cacheCreationTokens() {
        return cacheCreationTokens;
    }

    /** The sum; what one of the two does not tell counts as none. */
    @Override
    public QwenTokenUsage add(TokenUsage other) {
        QwenTokenUsage qwen = other instanceof QwenTokenUsage usage ? usage : new QwenTokenUsage(other, null, null);
        return new QwenTokenUsage(
                new TokenUsage(
                        sum(inputTokenCount(), other.inputTokenCount()),
                        sum(outputTokenCount(), other.outputTokenCount()),
                        sum(totalTokenCount(), other.totalTokenCount())),
                sum(cachedInputTokens, qwen.cachedInputTokens),
                sum(reasoningTokens, qwen.reasoningTokens),
                sum(cacheCreationTokens, qwen.cacheCreationTokens));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof QwenTokenUsage that
                && Objects.equals(cachedInputTokens, that.cachedInputTokens)
                && Objects.equals(reasoningTokens, that.reasoningTokens)
                && Objects.equals(cacheCreationTokens, that.cacheCreationTokens);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), cachedInputTokens, reasoningTokens, cacheCreationTokens);
    }

    @Override
    public String toString() {
        return "QwenTokenUsage[input " + inputTokenCount() + " (cached " + cachedInputTokens + "), output "
                + outputTokenCount() + " (reasoning " + reasoningTokens + "), total " + totalTokenCount() + "]";
    }
}
