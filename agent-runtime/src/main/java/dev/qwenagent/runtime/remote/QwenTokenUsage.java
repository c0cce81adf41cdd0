package dev.qwenagent.runtime.remote;

import dev.langchain4j.model.output.TokenUsage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tokens of a request, with those that were cheaper and those that were thought, where the server tells. */
public final class QwenTokenUsage extends TokenUsage {

    private final @Nullable Integer cachedInputTokens;
    private final @Nullable Integer reasoningTokens;

    /**
     * @param counts tokens read, written and both together
     * @param cachedInputTokens tokens of the input that the server had in its cache; null if it does not tell
     * @param reasoningTokens tokens of the output that were thought; null if the server does not tell
     */
    public QwenTokenUsage(
            TokenUsage counts,
            @Nullable Integer cachedInputTokens,
            @Nullable Integer reasoningTokens) {
        super(counts.inputTokenCount(), counts.outputTokenCount(), counts.totalTokenCount());
        this.cachedInputTokens = cachedInputTokens;
        this.reasoningTokens = reasoningTokens;
    }

    /** Tokens of the input that the server had in its cache. */
    public @Nullable Integer cachedInputTokens() {
        return cachedInputTokens;
    }

    /** Tokens of the output that were thought. */
    public @Nullable Integer reasoningTokens() {
        return reasoningTokens;
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
                sum(reasoningTokens, qwen.reasoningTokens));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof QwenTokenUsage that
                && Objects.equals(cachedInputTokens, that.cachedInputTokens)
                && Objects.equals(reasoningTokens, that.reasoningTokens);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), cachedInputTokens, reasoningTokens);
    }

    @Override
    public String toString() {
        return "QwenTokenUsage[input " + inputTokenCount() + " (cached " + cachedInputTokens + "), output "
                + outputTokenCount() + " (reasoning " + reasoningTokens + "), total " + totalTokenCount() + "]";
    }
}
