package dev.qwenagent.local;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.ChatPrompt;
import dev.qwenagent.local.chat.EarlierThoughts;
import dev.qwenagent.local.chat.ReplyGoal;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.Thinking;
import dev.qwenagent.local.sampling.LogitAdjustments;
import dev.qwenagent.local.sampling.SamplingOptions;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A LangChain4j request in the engine's terms; what the engine cannot do is refused by name.
 *
 * @param prompt what is rendered
 * @param sampling how tokens are chosen
 * @param adjustments what is done to the scores before
 * @param logProbabilities how many alternatives are told with each token's log-probability, or null for none of it
 * @param maxTokens the most tokens of the reply, or null for as many as the context holds
 * @param thinkingBudget the most tokens of thoughts, or null for no limit
 * @param closingWords the words that close a thought at its budget
 * @param stops texts that end the answer
 * @param goal what the reply must come to
 */
record GenerationPlan(
        ChatPrompt prompt,
        SamplingOptions sampling,
        LogitAdjustments adjustments,
        @Nullable Integer logProbabilities,
        @Nullable Integer maxTokens,
        @Nullable Integer thinkingBudget,
        String closingWords,
        List<String> stops,
        ReplyGoal goal) {

    private static final String DEFAULT_CLOSING_WORDS = "\n\nI have thought enough and answer now.";

    static GenerationPlan of(ChatRequest request, SamplingOptions defaults, LongSupplier seeds) {
        ChatRequestParameters parameters = request.parameters();
        refuseWrong(parameters);
        LocalChatRequestParameters local = LocalChatRequestParameters.builder().overrideWith(parameters).build();
        boolean withTools = parameters.toolChoice() != ToolChoice.NONE;
        ChatPrompt prompt = new ChatPrompt(request.messages(),
                withTools ? parameters.toolSpecifications() : List.of(),
                local.thinking() == null ? Thinking.AUTO : local.thinking(),
                local.earlierThoughts() == null ? EarlierThoughts.AS_TRAINED : local.earlierThoughts());
        String words = local.thinkingClosingWords() == null ? DEFAULT_CLOSING_WORDS : local.thinkingClosingWords();
        return new GenerationPlan(prompt, sampling(local, defaults, seeds), adjustments(local),
                local.logProbabilities(), parameters.maxOutputTokens(), local.thinkingBudget(), words,
                parameters.stopSequences(), goal(parameters));
    }

    private static ReplyGoal goal(ChatRequestParameters parameters) {
        if (parameters.toolChoice() == ToolChoice.REQUIRED) {
            return new ReplyGoal.Call();
        }
        ResponseFormat format = parameters.responseFormat();
        return format == null ? new ReplyGoal.Anything() : ReplyGoal.of(format);
    }

    /** Whether there is something that the reply is held to. */
    boolean isHeld() {
        return !prompt.tools().isEmpty() || !(goal instanceof ReplyGoal.Anything);
    }

    /** Refuses what only a reply that is held to it can come to. */
    void refuseGoal() {
        switch (goal) {
            case ReplyGoal.Anything _ -> {
            }
            case ReplyGoal.Call _ -> throw unsupported("tool choice REQUIRED", "AUTO or NONE");
            case ReplyGoal.Document _ -> throw unsupported("the response format JSON", "TEXT");
        }
    }

    /** What the reply is read by, of a model that writes its calls in this form. */
    ReplyRules rules(CallFormat format) {
        return new ReplyRules(format, prompt.tools(), stops);
    }

    private static SamplingOptions sampling(LocalChatRequestParameters given, SamplingOptions defaults,
            LongSupplier seeds) {
        try {
            return new SamplingOptions(given.temperature() == null ? defaults.temperature() : given.temperature(),
                    given.topK() == null ? defaults.topK() : given.topK(),
                    given.topP() == null ? defaults.topP() : given.topP(),
                    given.minP() == null ? defaults.minP() : given.minP(),
                    given.seed() == null ? seeds.getAsLong() : given.seed());
        } catch (IllegalArgumentException outOfRange) {
            throw new InvalidRequestException(outOfRange.getMessage(), outOfRange);
        }
    }

    private static LogitAdjustments adjustments(LocalChatRequestParameters given) {
        try {
            return new LogitAdjustments(given.repetitionPenalty() == null ? 1 : given.repetitionPenalty(),
                    given.presencePenalty() == null ? 0 : given.presencePenalty(),
                    given.frequencyPenalty() == null ? 0 : given.frequencyPenalty(),
                    given.logitBias() == null ? Map.of() : given.logitBias());
        } catch (IllegalArgumentException outOfRange) {
            throw new InvalidRequestException(outOfRange.getMessage(), outOfRange);
        }
    }

    private static void refuseWrong(ChatRequestParameters parameters) {
        if (parameters.toolChoice() == ToolChoice.REQUIRED && parameters.toolSpecifications().isEmpty()) {
            throw new InvalidRequestException("tool choice REQUIRED: expected at least one tool, found none");
        }
        if (parameters.stopSequences().contains("")) {
            throw new InvalidRequestException("stop sequence: expected at least one character, found none");
        }
    }

    private static UnsupportedFeatureException unsupported(String feature, String instead) {
        return new UnsupportedFeatureException(
                "a local model that is opened as unconstrained does not support " + feature
                        + "; open it without that, or use " + instead);
    }
}
