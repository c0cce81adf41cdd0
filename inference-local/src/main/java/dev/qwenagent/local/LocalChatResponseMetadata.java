package dev.qwenagent.local;

import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.local.sampling.TokenLogProbability;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known about a reply of a local model, with what its prompt really cost. */
public final class LocalChatResponseMetadata extends ChatResponseMetadata {

    private final int reusedTokens;
    private final List<TokenLogProbability> logProbabilities;

    private LocalChatResponseMetadata(ChatResponseMetadata.Builder<?> builder, int reusedTokens,
            List<TokenLogProbability> logProbabilities) {
        super(builder);
        this.reusedTokens = reusedTokens;
        this.logProbabilities = List.copyOf(logProbabilities);
    }

    static LocalChatResponseMetadata of(String model, TokenUsage usage, FinishReason reason, int reusedTokens,
            List<TokenLogProbability> logProbabilities) {
        return new LocalChatResponseMetadata(
                ChatResponseMetadata.builder().modelName(model).tokenUsage(usage).finishReason(reason), reusedTokens,
                logProbabilities);
    }

    /** Tokens of the prompt that the model still knew from an earlier turn, and did not have to read again. */
    public int reusedTokens() {
        return reusedTokens;
    }

    /**
     * How likely each token of the reply was, thoughts and calls included, in their order; empty unless
     * {@link LocalChatRequestParameters#logProbabilities()} asked for it.
     */
    public List<TokenLogProbability> logProbabilities() {
        return logProbabilities;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LocalChatResponseMetadata that && super.equals(that)
                && reusedTokens == that.reusedTokens && logProbabilities.equals(that.logProbabilities);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), reusedTokens, logProbabilities);
    }
}
