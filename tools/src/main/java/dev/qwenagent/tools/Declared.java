package dev.qwenagent.tools;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What a tool method is annotated with, or else the class of the object that it is called on. */
final class Declared {

    private Declared() {}

    /** The annotation that holds for a method of an object of this type; null if there is none. */
    static <A extends Annotation> @Nullable A on(Class<A> kind, Method method, Class<?> type) {
        A declared = method.getAnnotation(kind);
        for (Class<?> level = type; declared == null && level != null; level = level.getSuperclass()) {
            declared = level.getAnnotation(kind);
        }
        return declared;
    }
}
