package dev.qwenagent.runtime.loop;

import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.runtime.history.RunHistory;
import dev.qwenagent.runtime.history.TurnUnderWay;
import dev.qwenagent.runtime.routing.ModelRoster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What a run has used and done so far. Not thread-safe: one run, one thread. */
final class Run {

    private final RunLimits limits;
    private final LongSupplier nanoTime;
    private final long began;
    private final Duration workedBefore;
    private final List<AgentResult.Step> steps = new ArrayList<>();
    private final Map<ModelProfile, TokenUsage> usage = new LinkedHashMap<>();
    private TokenUsage whole = new TokenUsage(0, 0);
    private int turn;

    /**
     * A run that goes on from what it had used and done before.
     *
     * @param models those whose profiles are known
     */
    Run(RunLimits limits, LongSupplier nanoTime, RunHistory before, ModelRoster models) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.workedBefore = before.spent().worked();
        this.steps.addAll(before.steps());
        before.spent().tokens().forEach((name, used) -> usage.merge(models.profile(name), used, TokenUsage::add));
        TurnUnderWay last = before.turn();
        this.turn = last.isDecided() || last.openRound() != null ? last.number() : last.number() - 1;
    }

    int turn() {
        return turn;
    }

    void nextTurn() {
        turn++;
    }

    void used(ModelProfile model, TokenUsage more) {
        usage.merge(model, more, TokenUsage::add);
        whole = whole.add(more);
    }

    /** The tokens of all requests. */
    TokenUsage usage() {
        return whole;
    }

    /** The tokens of each model's requests, in the order of their first. */
    Map<ModelProfile, TokenUsage> usageByModel() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(usage));
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

    RunLimits left() {
        Duration time = limits.time().minus(duration());
        return new RunLimits(
                Math.max(0, limits.turns() - turn),
                time.isNegative() ? Duration.ZERO : time,
                Math.max(0, limits.tokens() - usage().totalTokenCount()),
                limits.thinkingTokens(),
                limits.calls(),
                limits.money(),
                limits.toolOutput());
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
        return left.tokens() == 0 ? Optional.of(StopReason.TOKEN_LIMIT) : Optional.empty();
    }
}
