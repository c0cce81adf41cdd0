package dev.qwenagent.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.temporal.ChronoUnit;

/**
 * How long one call of this tool may take. Then its thread is interrupted, its context's cancellation comes, and the model is
 * told; the time in which a person is asked does not count. On a class it holds for each of its tools that says nothing of its
 * own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface TimeLimit {

    /** The time, at least 1. */
    long value();

    /** Its unit; seconds if not said. */
    ChronoUnit unit() default ChronoUnit.SECONDS;
}
