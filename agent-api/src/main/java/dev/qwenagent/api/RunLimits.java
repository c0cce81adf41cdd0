package dev.qwenagent.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a run may go, or how much of that is left. Start from {@link #DEFAULT} and change what differs.
 *
 * @param turns decisions of the planner, at least 0
 * @param time wall time
 * @param tokens input and output tokens of all requests to models together
 * @param thinkingTokens of those, tokens of thought; {@link #UNLIMITED} for no bound of their own
 * @param calls calls that are made; those that are refused or denied do not count
 * @param money what the requests may cost; null for no bound
 * @param toolOutput characters of one tool result that the model gets to read; the rest is cut with a note
 */
public record RunLimits(int turns, Duration time, long tokens, long thinkingTokens, int calls, @Nullable Money money,
        int toolOutput) {

    /** No bound on tokens or calls. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** 20 turns, 10 minutes, a million tokens, 20,000 characters a tool result; no other bounds. */
    public static final RunLimits DEFAULT = new RunLimits(
            20, Duration.ofMinutes(10), 1_000_000, UNLIMITED, UNLIMITED, null, 20_000);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is negative or {@code toolOutput} is below 1, with all of them
     */
    public RunLimits {
        if (turns < 0 || tokens < 0 || thinkingTokens < 0 || calls < 0 || time.isNegative() || toolOutput < 1) {
            throw new IllegalArgumentException(
                    "limits must not be negative, tool output at least 1 character; found turns " + turns + ", time "
                            + time + ", tokens " + tokens + ", tokens of thought " + thinkingTokens + ", calls " + calls
                            + ", tool output " + toolOutput);
        }
    }

    /** The same limits with another number of turns, at least 0. */
    public RunLimits withTurns(int newTurns) {
        return new RunLimits(newTurns, time, tokens, thinkingTokens, calls, money, toolOutput);
    }

    /** The same limits with another wall time, not negative. */
    public RunLimits withTime(Duration newTime) {
        return new RunLimits(turns, newTime, tokens, thinkingTokens, calls, money, toolOutput);
    }

    /** The same limits with another number of tokens, at least 0. */
    public RunLimits withTokens(long newTokens) {
        return new RunLimits(turns, time, newTokens, thinkingTokens, calls, money, toolOutput);
    }

    /** The same limits with another number of tokens of thought, at least 0. */
    public RunLimits withThinkingTokens(long newTokens) {
        return new RunLimits(turns, time, tokens, newTokens, calls, money, toolOutput);
    }

    /** The same limits with another number of calls, at least 0. */
    public RunLimits withCalls(int newCalls) {
        return new RunLimits(turns, time, tokens, thinkingTokens, newCalls, money, toolOutput);
    }

    /** The same limits with another amount of money. The agent needs the prices of all its models on servers in this currency. */
    public RunLimits withMoney(Money newMoney) {
        return new RunLimits(turns, time, tokens, thinkingTokens, calls, newMoney, toolOutput);
    }

    /** The same limits with another length of a tool result in characters, at least 1. */
    public RunLimits withToolOutput(int characters) {
        return new RunLimits(turns, time, tokens, thinkingTokens, calls, money, characters);
    }
}
