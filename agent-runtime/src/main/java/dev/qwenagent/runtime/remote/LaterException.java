package dev.qwenagent.runtime.remote;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.qwenagent.runtime.retry.RetryLater;
import java.time.Duration;

/** Exceptions of LangChain4j with the pause that the server asked for. */
interface LaterException extends RetryLater {

    /** A rate limit. */
    final class Limited extends RateLimitException implements LaterException {

        private static final long serialVersionUID = 1;

        private final Duration retryAfter;

        Limited(String message, Duration retryAfter) {
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

        Broken(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        @Override
        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
