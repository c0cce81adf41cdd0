package dev.qwenagent.examples.cli;

import dev.qwenagent.api.RunLimits;
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

    RunLimits limits() {
        RunLimits limits = RunLimits.DEFAULT;
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

    private static long positive(String flag, long number) {
        if (number < 1) {
            throw new UsageException(flag + ": expected a whole number, at least 1; found " + number);
        }
        return number;
    }
}
