package dev.qwenagent.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a call of a tool method touches. On a class it holds for each of its tools that declares none of its own. A tool
 * without a scope is refused, since no rule could be about it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(RequiresScopes.class)
public @interface RequiresScope {

    /** The permission, {@code family.verb}, such as {@code file.read}. */
    String value();

    /**
     * The resource that a call touches; empty when the verb says it all. Braces name an argument, {@code "{path}"}, or a
     * record component of one, {@code "/invoices/{invoice.number}"}. A list stands for one scope for each element. An
     * argument that was left out or is an empty list leaves the whole resource empty, which no rule about a particular
     * resource matches.
     *
     * <p>Text is put in as it is. Where one resource has many spellings, as files and addresses have, declare the
     * parameter with the type of a {@link ResourceResolver}.
     */
    String resource() default "";
}
