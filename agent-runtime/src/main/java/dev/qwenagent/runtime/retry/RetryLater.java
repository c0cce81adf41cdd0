package dev.qwenagent.runtime.retry;

import java.time.Duration;

/** Implemented by an exception that knows how long to wait before another try, because the server has said so. */
public interface RetryLater {

    /** The least pause before another try, 0 or more. */
    Duration retryAfter();
}
