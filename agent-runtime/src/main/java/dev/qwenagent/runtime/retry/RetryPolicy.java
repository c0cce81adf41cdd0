package dev.qwenagent.runtime.retry;

import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a failed request is made again: only after an exception that LangChain4j calls retriable, after pauses that double,
 * each longer by a random part of up to a half so that many clients do not come back together, and never sooner than the
 * server asked for by {@link RetryLater}.
 *
 * @param afterFailure how it is tried again after a broken connection, a time-out or a failure of the server
 * @param afterLimit how it is tried again after a rate limit, which lasts up to a minute
 * @param longestPause a server that asks for a longer pause is not waited for
 * @param budget all pauses of one request together
 */
public record RetryPolicy(Backoff afterFailure, Backoff afterLimit, Duration longestPause, Duration budget) {

    /** Three tries after failures, over some 4 seconds; five after rate limits, over a minute and more. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            new Backoff(3, Duration.ofMillis(500)),
            new Backoff(5, Duration.ofSeconds(2)),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2));

    /** Nothing is tried again. */
    public static final RetryPolicy NONE = new RetryPolicy(
            new Backoff(0, Duration.ZERO), new Backoff(0, Duration.ZERO), Duration.ZERO, Duration.ZERO);

    /**
     * How long to wait before another try; empty if there shall be none.
     *
     * @param problem what the request failed with
     * @param retries how often it has been made again so far
     * @param paused all pauses so far
     * @param jitter decides on the random part
     */
    public Optional<Duration> pause(RuntimeException problem, int retries, Duration paused, RandomGenerator jitter) {
        if (!(problem instanceof RetriableException)) {
            return Optional.empty();
        }
        Backoff backoff = problem instanceof RateLimitException ? afterLimit : afterFailure;
        if (retries >= backoff.retries()) {
            return Optional.empty();
        }
        Duration base = backoff.before(retries + 1);
        Duration pause = base.plusNanos(jitter.nextLong(base.toNanos() / 2 + 1));
        if (problem instanceof RetryLater later && later.retryAfter().compareTo(pause) > 0) {
            pause = later.retryAfter();
        }
        boolean tooLong = pause.compareTo(longestPause) > 0 || paused.plus(pause).compareTo(budget) > 0;
        return tooLong ? Optional.empty() : Optional.of(pause);
    }
}
