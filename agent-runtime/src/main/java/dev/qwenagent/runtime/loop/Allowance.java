package dev.qwenagent.runtime.loop;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.Money;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.label.ModelProfile.Residence;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.runtime.cost.Price;
import dev.qwenagent.runtime.cost.PriceList;
import dev.qwenagent.runtime.cost.ThoughtBudget;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.GenerationSettings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What one request may take of what is left of a run's limits. A request is made only if its prompt, by estimate, leaves as much
 * as another one like it costs, so that a last answer can be asked for; its reply is given no more tokens than are left then.
 *
 * @param limit the limit that forbids the request; empty if it may be made
 * @param thinkingTokens what it may think
 * @param outputTokens what it may say, thought included
 * @param watched whether the thought has to be counted while it streams, since the model itself does not keep to a budget
 */
record Allowance(Optional<StopReason> limit, long thinkingTokens, long outputTokens, boolean watched) {

    /** Which request of a run it is. */
    enum Kind {
        /** One that another may follow. */
        USUAL(2),
        /** The last, for the best answer. */
        LAST(1);

        /** How many prompts like its own have to be affordable. */
        private final int prompts;

        Kind(int prompts) {
            this.prompts = prompts;
        }
    }

    /** Tokens that a last answer has in any case, since it is asked for beyond the limit of tokens. */
    private static final int LAST_ANSWER_TOKENS = 1024;

    /** Tokens that a model may think which thinks before a last answer though told not to. */
    private static final int LAST_THOUGHT_TOKENS = 512;

    /** What a request may take. */
    static Allowance of(Kind kind, RunLimits left, PriceList prices, AgentModel model,
            ModelRequests.Question question) {
        if (kind == Kind.USUAL && left.thinkingTokens() == 0) {
            return refused(StopReason.THINKING_LIMIT);
        }
        long thinking = kind == Kind.LAST ? Math.max(left.thinkingTokens(), LAST_THOUGHT_TOKENS)
                : left.thinkingTokens();
        boolean isFar = model.profile().residence() == Residence.REMOTE;
        Optional<Price> price = left.money() == null ? Optional.empty() : prices.of(model.profile());
        boolean isPlenty = left.tokens() > 3L * model.contextTokens();
        if (price.isEmpty() && isPlenty) {
            return new Allowance(Optional.empty(), thinking, RunLimits.UNLIMITED, isFar);
        }
        int prompt = prompt(model, question);
        long tokens = left.tokens() - (long) kind.prompts * prompt;
        if (kind == Kind.LAST) {
            tokens = Math.max(tokens, LAST_ANSWER_TOKENS);
        }
        if (tokens < 1) {
            return refused(StopReason.TOKEN_LIMIT);
        }
        long affordable = price.map(known -> affordable(kind, known, left.money(), prompt)).orElse(tokens);
        if (affordable < 1) {
            return refused(StopReason.MONEY_LIMIT);
        }
        return new Allowance(Optional.empty(), thinking, Math.min(tokens, affordable), isFar);
    }

    private static Allowance refused(StopReason limit) {
        return new Allowance(Optional.of(limit), 0, 0, false);
    }

    /** How many tokens of reply can be paid when the prompts are. */
    private static long affordable(Kind kind, Price price, Money left, int prompt) {
        Money prompts = price.of(new TokensUsed(kind.prompts * prompt, 0));
        if (!left.covers(prompts)) {
            return 0;
        }
        if (price.output().signum() == 0) {
            return RunLimits.UNLIMITED;
        }
        BigDecimal tokens = left.minus(prompts)
                .amount()
                .movePointRight(6)
                .divide(price.output(), 0,
                        RoundingMode.DOWN);
        return tokens.min(BigDecimal.valueOf(RunLimits.UNLIMITED)).longValue();
    }

    private static int prompt(AgentModel model, ModelRequests.Question question) {
        int tokens = model.tokens().estimateTokenCountInMessages(question.messages());
        for (ToolSpecification tool : question.tools()) {
            tokens += model.tokens().estimateTokenCountInText(tool.toJson());
        }
        return tokens;
    }

    /** The mode with no longer a thought than is left. */
    ThinkingMode of(ThinkingMode mode) {
        return thinkingTokens >= mode.budget() ? mode : mode.withBudget((int) Math.max(1, thinkingTokens));
    }

    /** The settings with no longer a reply than is left. */
    GenerationSettings of(GenerationSettings settings, int contextTokens) {
        Integer set = settings.maxOutputTokens();
        return outputTokens >= (set == null ? contextTokens : set) ? settings
                : new GenerationSettings(settings.temperature(), settings.topP(), settings.topK(), settings.seed(),
                        (int) outputTokens);
    }

    /** Counts the thought while it streams, if somebody has to. */
    ThoughtBudget meter() {
        return new ThoughtBudget(watched && thinkingTokens < RunLimits.UNLIMITED ? (int) thinkingTokens
                : ThoughtBudget.UNLIMITED);
    }
}
