package dev.qwenagent.runtime.retry;

import java.time.Duration;

/**
 * Pauses that double from one try to the next.
 *
 * @param retries how often is tried again, 0 or more
 * @param first the first pause
 */
public record Backoff(int retries, Duration first) {

    /** The pause before a retry, the first being 1, without jitter. */
    Duration before(int retry) {
        return first.multipliedBy(1L << (retry - 1));
    }
}
