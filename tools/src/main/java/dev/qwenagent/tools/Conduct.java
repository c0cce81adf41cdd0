package dev.qwenagent.tools;

import dev.qwenagent.api.tool.Concurrency;
import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a tool declares of how its calls go.
 *
 * @param concurrency whether they run beside others
 * @param isIdempotent whether one made twice is as one made once
 * @param timeLimit how long one may take; null if the tool does not say
 */
record Conduct(Concurrency concurrency, boolean isIdempotent, @Nullable Duration timeLimit) {

    /** What a method of an object declares, or else its class. */
    static Conduct of(Method method, Class<?> type) {
        TimeLimit limit = Declared.on(TimeLimit.class, method, type);
        return new Conduct(
                Declared.on(RunsAlone.class, method, type) == null ? Concurrency.TOGETHER : Concurrency.ALONE,
                Declared.on(Idempotent.class, method, type) != null,
                limit == null ? null : checked(Duration.of(limit.value(), limit.unit())));
    }

    /**
     * The same time.
     *
     * @throws IllegalArgumentException if no call could be made in it
     */
    static Duration checked(Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a call has to have some time, found a limit of " + limit);
        }
        return limit;
    }

    Conduct alone() {
        return new Conduct(Concurrency.ALONE, isIdempotent, timeLimit);
    }

    Conduct idempotent() {
        return new Conduct(concurrency, true, timeLimit);
    }

    Conduct within(Duration limit) {
        return new Conduct(concurrency, isIdempotent, checked(limit));
    }
}
