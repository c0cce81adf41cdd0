package dev.qwenagent.runtime.loop;

import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.Money;
import dev.qwenagent.api.RunCost;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.history.TurnUnderWay;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.routing.ModelRoster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What a run has used and done so far. Not thread-safe: one run, one thread. */
final class Run {

    private final AgentSetup.Budget budget;
    private final LongSupplier nanoTime;
    private final long began;
    private final Duration workedBefore;
    private final List<AgentResult.Step> steps = new ArrayList<>();
    private final Spending spending;
    private int turn;

    /**
     * A run that goes on from what it had used and done before.
     *
     * @param models those whose profiles are known
     */
    Run(AgentSetup.Budget budget, LongSupplier nanoTime, RunHistory before, ModelRoster models) {
        this.budget = budget;
        this.spending = new Spending(budget.prices());
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.workedBefore = before.spent().worked();
        this.steps.addAll(before.steps());
        before.spent().tokens().forEach((name, used) -> spending.used(models.profile(name), used));
        spending.called(before.spent().calls());
        TurnUnderWay last = before.turn();
        this.turn = last.isDecided() || last.openRound() != null ? last.number() : last.number() - 1;
    }

    int turn() {
        return turn;
    }

    void nextTurn() {
        turn++;
    }

    void used(ModelProfile model, TokensUsed more) {
        spending.used(model, more);
    }

    /** Calls were begun. */
    void called(int more) {
        spending.called(more);
    }

    /** A call was not made, since no more may be. */
    void refusedCall() {
        spending.refuseCall();
    }

    /** The tokens of each model's requests, in the order of their first. */
    Map<ModelProfile, TokenUsage> usageByModel() {
        return spending.byModel();
    }

    /** What it has used. */
    RunCost cost() {
        return spending.cost(turn, duration());
    }

    void did(AgentResult.Step step) {
        steps.add(step);
    }

    List<AgentResult.Step> steps() {
        return List.copyOf(steps);
    }

    Duration duration() {
        return workedBefore.plusNanos(nanoTime.getAsLong() - began);
    }

    /** Whether another call may be made beside this many that are about to be. */
    boolean mayCall(int others) {
        return spending.callsLeft(budget.limits()) > others;
    }

    /** What is left of its limits. */
    RunLimits left() {
        return spending.left(budget.limits(), turn, duration());
    }

    /** What a request may take of what is left. */
    Allowance allowance(Allowance.Kind kind, AgentModel model, ModelRequests.Question question) {
        return Allowance.of(kind, left(), budget.prices(), model, question);
    }

    /** The limit that forbids another turn. */
    Optional<StopReason> limitReached() {
        RunLimits left = left();
        if (left.time().isZero()) {
            return Optional.of(StopReason.TIME_LIMIT);
        }
        if (left.turns() == 0) {
            return Optional.of(StopReason.TURN_LIMIT);
        }
        if (left.tokens() == 0) {
            return Optional.of(StopReason.TOKEN_LIMIT);
        }
        if (left.thinkingTokens() == 0) {
            return Optional.of(StopReason.THINKING_LIMIT);
        }
        if (spending.hasRefusedACall()) {
            return Optional.of(StopReason.CALL_LIMIT);
        }
        Money money = left.money();
        return money != null && money.isNone() ? Optional.of(StopReason.MONEY_LIMIT) : Optional.empty();
    }
}
