package dev.qwenagent.local;

import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.sampling.TokenLogProbability;
import dev.qwenagent.local.session.GenerationOutcome;
import java.util.List;

/**
 * A reply with how it was generated.
 *
 * @param reply what was said
 * @param outcome what the generation came to
 * @param probabilities of the tokens, if they were asked for
 * @param unheld what of the schemas it was not held to
 */
record GeneratedReply(Reply reply, GenerationOutcome outcome, List<TokenLogProbability> probabilities,
        List<String> unheld) {

    /**
     * The same as LangChain4j has it.
     *
     * @param model the name under which replies come
     * @param ids those of the calls
     */
    ChatResponse response(String model, List<String> ids) {
        int tokens = outcome.tokens().size();
        ChatResponseMetadata.Builder<?> common = ChatResponseMetadata.builder()
                .modelName(model)
                .tokenUsage(new TokenUsage(outcome.promptTokens(), tokens))
                .finishReason(reason());
        List<TokenLogProbability> told = probabilities.subList(0, Math.min(tokens, probabilities.size()));
        return ChatResponse.builder()
                .aiMessage(reply.toAiMessage(ids))
                .metadata(LocalChatResponseMetadata.of(common, outcome, told, unheld))
                .build();
    }

    private FinishReason reason() {
        return switch (outcome.finishReason()) {
            case STOP -> reply.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_EXECUTION;
            case TOKEN_LIMIT, CONTEXT_FULL -> FinishReason.LENGTH;
            case CANCELLED -> throw new NonRetriableException("the model was closed during the generation");
        };
    }
}
