package dev.qwenagent.runtime.guard;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.Money;
import dev.qwenagent.api.RunCost.Charge;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.guard.ThoughtGuardrail;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.runtime.cost.PriceList;
import java.util.List;
import java.util.Map;

/**
 * Ends a run once its requests have cost as much as it may: before its next calls, or in the middle of its next thought. What
 * the request under way costs is known when it is complete, so a run may cost more than the limit by one request. An answer that
 * is there is given. A model on a server whose price is not known in the limit's currency ends the run, one in this process is
 * free. A limit of the run's own ({@code RunLimits.withMoney}) holds harder, and asks for a last answer. Immutable.
 *
 * @param limit what a run may cost
 * @param prices by model
 */
public record MaximumSpend(Money limit, PriceList prices) implements ThoughtGuardrail {

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
        Money spent = Money.none(limit.currency());
        for (Map.Entry<ModelProfile, TokenUsage> used : run.usage().entrySet()) {
            switch (prices.charge(used.getKey(), TokensUsed.of(used.getValue()))) {
                case Charge.Paid(Money money) when money.currency().equals(limit.currency()) ->
                    spent = spent.plus(money);
                case Charge.Free() -> {
                }
                case Charge.Paid _,Charge.Unknown _ -> {
                    return GuardVerdict.stop("the price of the model " + used.getKey().name() + " is not known in "
                            + limit.currency());
                }
            }
        }
        return spent.covers(limit)
                ? GuardVerdict.stop("the run has cost " + spent + ", and may cost " + limit)
                : GuardVerdict.pass();
    }
}
