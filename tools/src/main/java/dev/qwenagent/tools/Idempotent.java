package dev.qwenagent.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call of this tool made twice leaves the world as one made once: it only looks, or it hands its
 * {@linkplain dev.qwenagent.api.tool.ToolContext#idempotencyKey() key} on to a service that knows such keys. A call whose outcome
 * is not known, after a crash, is then made again without asking anybody. On a class it holds for each of its tools.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
