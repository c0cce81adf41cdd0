package dev.qwenagent.local;

import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/** What is known about a reply of a local model, with what its prompt really cost. */
public final class LocalChatResponseMetadata extends ChatResponseMetadata {

    private final int reusedTokens;

    private LocalChatResponseMetadata(ChatResponseMetadata.Builder<?> builder, int reusedTokens) {
        super(builder);
        this.reusedTokens = reusedTokens;
    }

    static LocalChatResponseMetadata of(String model, TokenUsage usage, FinishReason reason, int reusedTokens) {
        return new LocalChatResponseMetadata(
                ChatResponseMetadata.builder().modelName(model).tokenUsage(usage).finishReason(reason), reusedTokens);
    }

    /** Tokens of the prompt that the model still knew from an earlier turn, and did not have to read again. */
    public int reusedTokens() {
        return reusedTokens;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LocalChatResponseMetadata that && super.equals(that)
                && reusedTokens == that.reusedTokens;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + reusedTokens;
    }
}
