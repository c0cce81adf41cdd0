package dev.qwenagent.runtime.retry;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import java.time.Duration;

/** Exceptions of LangChain4j with the pause before another try. */
public interface LaterException extends RetryLater {

    /** A rate limit. */
    final class Limited extends RateLimitException implements LaterException {

        private static final long serialVersionUID = 1;

        private final Duration retryAfter;

        /** A rate limit, and when to come back. */
        public Limited(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        @Override
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** A failure of the server. */
    final class Broken extends InternalServerException implements LaterException {

        private static final long serialVersionUID = 1;

        private final Duration retryAfter;

        /** A failure of the server, and when to come back. */
        public Broken(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        @Override
        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
