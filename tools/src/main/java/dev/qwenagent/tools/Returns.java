package dev.qwenagent.tools;

import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Label.Integrity;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What is known of all that a tool method says, failures included: {@code @Returns(integrity = UNTRUSTED)} for one that reads
 * web pages. On a class it holds for each of its tools that declares none of its own. Without it results are public and
 * trusted, unless the method returns a {@code Labelled} value or a rule is about what it touches.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Returns {

    /** Who may see the results. */
    Confidentiality confidentiality() default Confidentiality.PUBLIC;

    /** Whether they may be an attacker's words. */
    Integrity integrity() default Integrity.TRUSTED;
}
