package dev.qwenagent.api;

import dev.langchain4j.model.output.TokenUsage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of requests with those among them that count or cost differently. All counts are there, and 0 where a model does
 * not tell. Immutable.
 */
public final class TokensUsed extends TokenUsage {

    /** None. */
    public static final TokensUsed NONE = new TokensUsed(0, 0);

    private final int thinkingTokens;
    private final int cachedTokens;
    private final int cacheWriteTokens;

    /** Tokens of which no more is known. */
    public TokensUsed(int inputTokens, int outputTokens) {
        this(inputTokens, outputTokens, 0, 0, 0);
    }

    /**
     * Tokens with what is known of them.
     *
     * @param inputTokens read
     * @param outputTokens written, those of thought included
     * @param thinkingTokens of those written, the ones that were thought
     * @param cachedTokens of those read, the ones that a server had in its cache
     * @param cacheWriteTokens of those read, the ones that were put into its cache
     */
    public TokensUsed(int inputTokens, int outputTokens, int thinkingTokens, int cachedTokens, int cacheWriteTokens) {
        super(inputTokens, outputTokens);
        this.thinkingTokens = thinkingTokens;
        this.cachedTokens = cachedTokens;
        this.cacheWriteTokens = cacheWriteTokens;
    }

    /** The same counts, as far as they are known; none of null. */
    public static TokensUsed of(@Nullable TokenUsage usage) {
        return switch (usage) {
            case null -> NONE;
            case TokensUsed known -> known;
            default -> new TokensUsed(orZero(usage.inputTokenCount()), orZero(usage.outputTokenCount()));
        };
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    /** Of the tokens written, the ones that were thought. */
    public int thinkingTokens() {
        return thinkingTokens;
    }

    /** Of the tokens read, the ones that a server had in its cache. */
    public int cachedTokens() {
        return cachedTokens;
    }

    /** Of the tokens read, the ones that were put into a server's cache. */
    public int cacheWriteTokens() {
        return cacheWriteTokens;
    }

    /** The same with another count of thought, which is part of what was written. */
    public TokensUsed withThinking(int tokens) {
        return tokens == thinkingTokens ? this
                : new TokensUsed(inputTokenCount(), outputTokenCount(), tokens, cachedTokens, cacheWriteTokens);
    }

    /** The sum. */
    @Override
    public TokensUsed add(TokenUsage other) {
        TokensUsed more = of(other);
        return new TokensUsed(
                inputTokenCount() + more.inputTokenCount(),
                outputTokenCount() + more.outputTokenCount(),
                thinkingTokens + more.thinkingTokens,
                cachedTokens + more.cachedTokens,
                cacheWriteTokens + more.cacheWriteTokens);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof TokensUsed that && thinkingTokens == that.thinkingTokens
                && cachedTokens == that.cachedTokens && cacheWriteTokens == that.cacheWriteTokens;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), thinkingTokens, cachedTokens, cacheWriteTokens);
    }

    @Override
    public String toString() {
        return "TokensUsed[input " + inputTokenCount() + " (cached " + cachedTokens + ", put into the cache "
                + cacheWriteTokens + "), output " + outputTokenCount() + " (thought " + thinkingTokens + ")]";
    }
}
