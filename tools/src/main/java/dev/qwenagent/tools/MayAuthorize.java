package dev.qwenagent.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a tool method may ask for while it works, by {@code ToolContext.authorize}, beside what {@link RequiresScope} says of the
 * call itself: the target of a redirect, an address behind a name. It permits nothing; it tells people which rules can be about
 * the tool.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MayAuthorize {

    /** Scope patterns, {@code family.verb}, such as {@code lan.connect}. */
    String[] value();
}
