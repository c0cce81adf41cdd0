package dev.qwenagent.runtime.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final class Busy extends RateLimitException implements RetryLater {

        private static final long serialVersionUID = 1;

        private final Duration after;

        Busy(Duration after) {
            super("busy");
            this.after = after;
        }

        @Override
        public Duration retryAfter() {
            return after;
        }
    }

    /** Least jitter of all. */
    private static final RandomGenerator NO_JITTER = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }
    };

    private static List<Duration> pauses(RuntimeException problem) {
        List<Duration> pauses = new ArrayList<>();
        Duration paused = Duration.ZERO;
        while (true) {
            Optional<Duration> pause = RetryPolicy.DEFAULT.pause(problem, pauses.size(), paused, NO_JITTER);
            if (pause.isEmpty()) {
                return pauses;
            }
            pauses.add(pause.get());
            paused = paused.plus(pause.get());
        }
    }

    @Test
    void failuresAreTriedAgainThreeTimesAndPausesDouble() {
        assertThat(pauses(new InternalServerException("broken"))).containsExactly(
                Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void rateLimitsAreWaitedForOverAMinute() {
        assertThat(pauses(new RateLimitException("busy"))).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4),
                Duration.ofSeconds(8), Duration.ofSeconds(16), Duration.ofSeconds(32));
    }

    @Test
    void serverIsNotAskedAgainSoonerThanItSaid() {
        assertThat(pauses(new Busy(Duration.ofSeconds(7)))).startsWith(
                Duration.ofSeconds(7), Duration.ofSeconds(7), Duration.ofSeconds(8));
        assertThat(pauses(new Busy(Duration.ofSeconds(61)))).isEmpty();
    }

    @Test
    void allPausesTogetherStayWithinTheBudget() {
        List<Duration> pauses = pauses(new Busy(Duration.ofSeconds(50)));
        assertThat(pauses).containsExactly(Duration.ofSeconds(50), Duration.ofSeconds(50));
    }

    @Test
    void otherFailuresAndNoPolicyAreNeverTriedAgain() {
        assertThat(pauses(new AuthenticationException("no"))).isEmpty();
        assertThat(RetryPolicy.NONE.pause(new InternalServerException("x"), 0, Duration.ZERO, NO_JITTER)).isEmpty();
    }

    @Test
    void jitterAddsUpToAHalf() {
        RandomGenerator random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            assertThat(
                    RetryPolicy.DEFAULT.pause(new InternalServerException("x"), 0, Duration.ZERO, random).orElseThrow())
                    .isBetween(Duration.ofMillis(500), Duration.ofMillis(750));
        }
    }
}
