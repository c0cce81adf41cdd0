package dev.qwenagent.tools;

/**
 * Implemented by a class of tool methods whose parameters of type {@code R} name resources. The model gives text; the
 * resource is resolved once, when the call is bound. The scope is judged by its {@linkplain Resource#canonicalName()
 * canonical name} and the method gets the same object, so that a name cannot mean one thing to the judge and another to
 * the method.
 *
 * @param <R> the type of the parameters
 */
public interface ResourceResolver<R extends Resource> {

    /** The type of the parameters. */
    Class<R> resourceType();

    /**
     * Finds what a text names; has no effect on the world.
     *
     * @throws IllegalArgumentException if it names nothing that this tool can touch, with a message for the model
     */
    R resolve(String text);
}
