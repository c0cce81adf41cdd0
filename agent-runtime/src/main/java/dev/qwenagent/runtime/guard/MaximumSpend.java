package dev.qwenagent.runtime.guard;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.guard.ThoughtGuardrail;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.label.ModelProfile.Residence;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Ends a run once its requests have cost as much as it may: before its next calls, or in the middle of its next thought. What
 * the request under way costs is known when it is complete, so a run may cost more than the limit by one request. An answer that
 * is there is given. A model on a server whose price is not known ends the run, one in this process is free. Immutable.
 *
 * @param limit what a run may cost, in the currency of the prices
 * @param prices by the model's name as its profile has it
 */
public record MaximumSpend(BigDecimal limit, Map<String, Price> prices) implements ThoughtGuardrail {

    /** Copies the prices. */
    public MaximumSpend {
        prices = Map.copyOf(prices);
    }

    @Override
    public AnswerNeed answerNeed() {
        return AnswerNeed.NOTHING;
    }

    @Override
    public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
            List<ToolExecutionRequest> calls) {
        return judged(run);
    }

    @Override
    public GuardVerdict<Void> onThinking(RunSoFar run, String thought) {
        return judged(run);
    }

    private <T> GuardVerdict<T> judged(RunSoFar run) {
        BigDecimal spent = BigDecimal.ZERO;
        for (Map.Entry<ModelProfile, TokenUsage> used : run.usage().entrySet()) {
            ModelProfile model = used.getKey();
            Price price = model.residence() == Residence.IN_PROCESS
                    ? prices.getOrDefault(model.name(), Price.FREE)
                    : prices.get(model.name());
            if (price == null) {
                return GuardVerdict.stop("the price of the model " + model.name() + " is not known");
            }
            spent = spent.add(price.of(used.getValue().inputTokenCount(), used.getValue().outputTokenCount()));
        }
        return spent.compareTo(limit) >= 0
                ? GuardVerdict
                        .stop("the run has cost " + spent.toPlainString() + ", and may cost " + limit.toPlainString())
                : GuardVerdict.pass();
    }
}
