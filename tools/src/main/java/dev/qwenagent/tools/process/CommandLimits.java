package dev.qwenagent.tools.process;

import java.time.Duration;

/**
 * How much one command may take. Immutable.
 *
 * @param time until it is ended
 * @param outputBytes of its output that are read; a program that goes on writing finds nobody who reads
 */
public record CommandLimits(Duration time, int outputBytes) {

    /** A minute and 256 kibibytes. */
    public static final CommandLimits DEFAULT = new CommandLimits(Duration.ofMinutes(1), 1 << 18);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if there is no time or no output
     */
    public CommandLimits {
        if (time.isNegative() || time.isZero() || outputBytes < 1) {
            throw new IllegalArgumentException("a command needs a time above zero and at least 1 byte of output, found "
                    + time + " and " + outputBytes);
        }
    }
}
