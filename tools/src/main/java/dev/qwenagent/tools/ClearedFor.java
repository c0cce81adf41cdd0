package dev.qwenagent.tools;

import dev.qwenagent.api.label.Label.Confidentiality;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The most confidential data that may be in a tool method's arguments. A tool that keeps what it gets among those who may see
 * it says {@code @ClearedFor(CONFIDENTIAL)}; a call of one that does not, made in a confidential conversation, is asked about.
 * On a class it holds for each of its tools that declares none of its own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ClearedFor {

    /** The clearance. */
    Confidentiality value();
}
