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
     * record component of one, {@code "/invoices/{invoice.number}"}. A list stands for one scope for each element,
     * {@code "{paths}"} or, said aloud, {@code "{paths[*]}"} and {@code "{lines[*].item}"}. An argument that was left out or is an empty list leaves the whole resource empty, which no rule about a particular
     * resource matches.
     *
     * <p>Text of the families {@code net} and {@code process} is brought into its canonical spelling, and a call whose text
     * is no address or command is refused; other text is put in as it is. The method gets the text as the model wrote it.
     * Where it must get what was judged, as with files and their links, declare the parameter with the type of a
     * {@link ResourceResolver}.
     */
    String resource() default "";
}
