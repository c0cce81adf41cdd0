package dev.qwenagent.runtime.models;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.runtime.remote.QwenTokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What requests took: as the model tells, and by estimate where it does not. */
public final class ToldTokens {

    private ToldTokens() {}

    /**
     * The tokens of a request whose reply came whole.
     *
     * @param asked what was asked
     * @param said the reply with its thought
     * @param told what the model tells; null if it does not
     */
    public static TokensUsed of(AgentModel model, List<ChatMessage> asked, AiMessage said, @Nullable TokenUsage told) {
        if (told == null) {
            return estimated(model, asked, said);
        }
        return switch (told) {
            case TokensUsed known -> known;
            case QwenTokenUsage qwen -> {
                Integer thought = qwen.reasoningTokens();
                yield new TokensUsed(orZero(qwen.inputTokenCount()), orZero(qwen.outputTokenCount()),
                        thought == null ? thought(model, said) : thought,
                        orZero(qwen.cachedInputTokens()), orZero(qwen.cacheCreationTokens()));
            }
            default -> TokensUsed.of(told).withThinking(thought(model, said));
        };
    }

    /** The tokens of a request of which the model tells nothing. */
    public static TokensUsed estimated(AgentModel model, List<ChatMessage> asked, AiMessage said) {
        int thought = thought(model, said);
        var rest = new StringBuilder(said.text() == null ? "" : said.text());
        said.toolExecutionRequests().forEach(call -> rest.append(call.name()).append(call.arguments()));
        int all = rest.isEmpty() ? thought
                : model.tokens().estimateTokenCountInText((said.thinking() == null ? "" : said.thinking()) + rest);
        return new TokensUsed(model.tokens().estimateTokenCountInMessages(asked), all).withThinking(thought);
    }

    /** By the model's own tokenizer, where it is at hand. */
    private static int thought(AgentModel model, AiMessage said) {
        String thought = said.thinking();
        return thought == null || thought.isEmpty() ? 0 : model.tokens().estimateTokenCountInText(thought);
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
