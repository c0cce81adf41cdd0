package dev.qwenagent.runtime.loop;

import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.Money;
import dev.qwenagent.api.RunCost;
import dev.qwenagent.api.RunCost.Charge;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.runtime.cost.PriceList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run has spent: tokens, calls and money. Not thread-safe: one run, one thread. */
final class Spending {

    private final PriceList prices;
    private final Map<ModelProfile, TokensUsed> tokens = new LinkedHashMap<>();
    /** The sum of them; null until it is asked for again. */
    private @Nullable TokensUsed whole;
    private int calls;
    private boolean refusedACall;

    Spending(PriceList prices) {
        this.prices = prices;
    }

    void used(ModelProfile model, TokenUsage more) {
        tokens.merge(model, TokensUsed.of(more), TokensUsed::add);
        whole = null;
    }

    /** Calls were begun. */
    void called(int more) {
        calls += more;
    }

    /** A call was not made, since no more may be. */
    void refuseCall() {
        refusedACall = true;
    }

    /** Whether the model asked for more calls than it may have. */
    boolean hasRefusedACall() {
        return refusedACall;
    }

    /** The tokens of all requests. */
    TokensUsed tokens() {
        if (whole == null) {
            TokensUsed all = TokensUsed.NONE;
            for (TokensUsed used : tokens.values()) {
                all = all == TokensUsed.NONE ? used : all.add(used);
            }
            whole = all;
        }
        return whole;
    }

    /** The tokens of each model's requests, in the order of their first. */
    Map<ModelProfile, TokenUsage> byModel() {
        return new LinkedHashMap<>(tokens);
    }

    RunCost cost(int turns, Duration time) {
        List<RunCost.ModelCost> models = new ArrayList<>();
        tokens.forEach((model, used) -> models.add(
                new RunCost.ModelCost(model.name(), used, prices.charge(model, used))));
        return new RunCost(turns, calls, models, time);
    }

    /**
     * What is left of limits.
     *
     * @param turns how many turns were taken
     * @param time how long the run has been worked on
     */
    RunLimits left(RunLimits limits, int turns, Duration time) {
        TokensUsed used = tokens();
        Duration timeLeft = limits.time().minus(time);
        return new RunLimits(
                Math.max(0, limits.turns() - turns),
                timeLeft.isNegative() ? Duration.ZERO : timeLeft,
                Math.max(0, limits.tokens() - used.totalTokenCount()),
                left(limits.thinkingTokens(), used.thinkingTokens()),
                callsLeft(limits),
                moneyLeft(limits.money()),
                limits.toolOutput());
    }

    int callsLeft(RunLimits limits) {
        return (int) left(limits.calls(), calls);
    }

    private static long left(long limit, long used) {
        return limit >= RunLimits.UNLIMITED ? limit : Math.max(0, limit - used);
    }

    private @Nullable Money moneyLeft(@Nullable Money limit) {
        if (limit == null) {
            return null;
        }
        Money left = limit;
        for (Map.Entry<ModelProfile, TokensUsed> used : tokens.entrySet()) {
            if (prices.charge(used.getKey(), used.getValue()) instanceof Charge.Paid(Money paid)
                    && paid.currency().equals(limit.currency())) {
                left = left.minus(paid);
            }
        }
        return left;
    }
}
