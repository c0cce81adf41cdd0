package dev.qwenagent.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * No other call of the same turn runs beside a call of this tool, and those after it see its effect: for a method whose effects
 * depend on their order. Without it, calls of one turn run at the same time. On a class it holds for each of its tools.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RunsAlone {}
