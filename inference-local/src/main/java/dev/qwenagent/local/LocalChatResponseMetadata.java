package dev.qwenagent.local;

import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.qwenagent.local.sampling.TokenLogProbability;
import dev.qwenagent.local.session.GenerationOutcome;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known about a reply of a local model, with what its prompt really cost. */
public final class LocalChatResponseMetadata extends ChatResponseMetadata {

    private final int reusedTokens;
    private final int forcedTokens;
    private final List<TokenLogProbability> logProbabilities;
    private final List<String> unheld;

    private LocalChatResponseMetadata(ChatResponseMetadata.Builder<?> builder, GenerationOutcome outcome,
            List<TokenLogProbability> logProbabilities, List<String> unheld) {
        super(builder);
        this.reusedTokens = outcome.reusedTokens();
        this.forcedTokens = outcome.forcedTokens();
        this.logProbabilities = List.copyOf(logProbabilities);
        this.unheld = List.copyOf(unheld);
    }

    static LocalChatResponseMetadata of(ChatResponseMetadata.Builder<?> common, GenerationOutcome outcome,
            List<TokenLogProbability> logProbabilities, List<String> unheld) {
        return new LocalChatResponseMetadata(common, outcome, logProbabilities, unheld);
    }

    /** Tokens of the prompt that the model still knew from an earlier turn, and did not have to read again. */
    public int reusedTokens() {
        return reusedTokens;
    }

    /** Tokens of the reply that nobody chose, since nothing else could come; they cost no pass of their own. */
    public int forcedTokens() {
        return forcedTokens;
    }

    /**
     * Of the schemas asked for, what the reply was not held to while it was written, with keyword and path: it has to be
     * checked by whoever uses it. Empty if all was.
     */
    public List<String> unheld() {
        return unheld;
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
                && reusedTokens == that.reusedTokens && forcedTokens == that.forcedTokens
                && logProbabilities.equals(that.logProbabilities) && unheld.equals(that.unheld);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), reusedTokens, forcedTokens, logProbabilities, unheld);
    }
}
