package dev.qwenagent.api;

import java.time.Duration;

/**
 * How far a run may go, or how much of that is left.
 *
 * @param turns decisions of the planner, at least 0
 * @param time wall time
 * @param tokens input and output tokens of all requests to the model together
 * @param toolOutput characters of one tool result that the model gets to read; the rest is cut with a note
 */
public record RunLimits(int turns, Duration time, long tokens, int toolOutput) {

    /** 20 turns, 10 minutes, a million tokens, 20,000 characters a tool result. */
    public static final RunLimits DEFAULT = new RunLimits(20, Duration.ofMinutes(10), 1_000_000, 20_000);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is negative or {@code toolOutput} is below 1, with all four
     */
    public RunLimits {
        if (turns < 0 || tokens < 0 || time.isNegative() || toolOutput < 1) {
            throw new IllegalArgumentException(
                    "limits must not be negative, tool output at least 1 character; found turns " + turns + ", time "
                            + time
                            + ", tokens " + tokens + ", tool output " + toolOutput);
        }
    }

    /** The same limits with another number of turns, at least 0. */
    public RunLimits withTurns(int newTurns) {
        return new RunLimits(newTurns, time, tokens, toolOutput);
    }

    /** The same limits with another wall time, not negative. */
    public RunLimits withTime(Duration newTime) {
        return new RunLimits(turns, newTime, tokens, toolOutput);
    }

    /** The same limits with another number of tokens, at least 0. */
    public RunLimits withTokens(long newTokens) {
        return new RunLimits(turns, time, newTokens, toolOutput);
    }

    /** The same limits with another length of a tool result in characters, at least 1. */
    public RunLimits withToolOutput(int characters) {
        return new RunLimits(turns, time, tokens, characters);
    }
}
