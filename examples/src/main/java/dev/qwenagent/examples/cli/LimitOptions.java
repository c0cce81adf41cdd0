package dev.qwenagent.examples.cli;

import dev.qwenagent.api.Money;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.examples.cli.config.Config;
import dev.qwenagent.examples.cli.config.Durations;
import dev.qwenagent.examples.cli.shell.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How far one run may go. */
final class LimitOptions {

    @Option(names = "--max-turns", paramLabel = "N", description = "Turns of the model, 20 if not said")
    private @Nullable Integer maxTurns;

    @Option(names = "--timeout", paramLabel = "TIME", description = "Wall time such as 30s or 5m, 10m if not said")
    private @Nullable String timeout;

    @Option(names = "--max-run-tokens", paramLabel = "N", description = "Tokens of all requests, a million if not said")
    private @Nullable Long maxRunTokens;

    @Option(names = "--max-thinking-tokens", paramLabel = "N", description = "Tokens of thought of all requests, as many as --max-run-tokens if not said")
    private @Nullable Integer maxThinkingTokens;

    @Option(names = "--max-calls", paramLabel = "N", description = "Calls of tools, as many as the model wants if not said")
    private @Nullable Integer maxCalls;

    @Option(names = "--max-cost", paramLabel = "MONEY", //
            description = "What all requests may cost, such as '0.50 USD', by the prices in ~/.config/qwen-agent/prices.yaml")
    private @Nullable String maxCost;

    /** The limits; a project's file may make some of them lower. */
    RunLimits limits(Config config) {
        RunLimits limits = RunLimits.DEFAULT;
        int thinking = config.lower("max-thinking-tokens", atLeastOne("--max-thinking-tokens", maxThinkingTokens),
                LimitOptions::count, Math::min);
        int calls = config.lower("max-calls", atLeastOne("--max-calls", maxCalls), LimitOptions::count, Math::min);
        limits = limits.withThinkingTokens(thinking).withCalls(calls);
        Money cost = lower(money(), config.project().value("max-cost").map(Money::of).orElse(null));
        if (cost != null) {
            limits = limits.withMoney(cost);
        }
        if (maxTurns != null) {
            limits = limits.withTurns((int) positive("--max-turns", maxTurns));
        }
        if (maxRunTokens != null) {
            limits = limits.withTokens(positive("--max-run-tokens", maxRunTokens));
        }
        if (timeout != null) {
            try {
                limits = limits.withTime(Durations.parse(timeout));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--timeout: " + e.getMessage(), e);
            }
        }
        return limits;
    }

    private @Nullable Money money() {
        if (maxCost == null) {
            return null;
        }
        try {
            return Money.of(maxCost);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--max-cost: " + e.getMessage(), e);
        }
    }

    /** The lower of two limits, of which null is none. */
    private static @Nullable Money lower(@Nullable Money one, @Nullable Money other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        try {
            return one.covers(other) ? other : one;
        } catch (IllegalArgumentException e) {
            throw new UsageException("max-cost: " + e.getMessage(), e);
        }
    }

    private static int count(String text) {
        return (int) Math.min(Long.parseLong(text), RunLimits.UNLIMITED);
    }

    private static int atLeastOne(String flag, @Nullable Integer number) {
        return number == null ? RunLimits.UNLIMITED : (int) positive(flag, number);
    }

    private static long positive(String flag, long number) {
        if (number < 1) {
            throw new UsageException(flag + ": expected a whole number, at least 1; found " + number);
        }
        return number;
    }
}
