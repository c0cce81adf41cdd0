package dev.qwenagent.tools.binding;

import dev.langchain4j.agent.tool.P;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * One named value that a tool takes.
 *
 * @param name the name that the model uses
 * @param type the Java type of the value
 * @param description what the model is told of it; may be empty
 * @param presence whether the model has to give it
 * @param defaultText the value when the model gives none, as JSON or as plain text; null for none
 */
public record Parameter(String name, Type type, String description, Presence presence, @Nullable String defaultText) {

    /** Whether a value has to be given. */
    public enum Presence {
        /** Leaving it out is an error, unless its type is {@code Optional} or it has a default. */
        REQUIRED,
        /** Left out, it is null. */
        OPTIONAL
    }

    /** A required parameter without a description. */
    public static Parameter of(String name, Type type) {
        return new Parameter(name, type, "", Presence.REQUIRED, null);
    }

    /**
     * A parameter as LangChain4j's annotation describes it.
     *
     * @param name the name in the source, used unless the annotation gives one
     * @param said the annotation; null for none
     */
    public static Parameter of(String name, Type type, @Nullable P said) {
        if (said == null) {
            return of(name, type);
        }
        return new Parameter(said.name().isBlank() ? name : said.name(), type,
                said.description().isBlank() ? said.value() : said.description(),
                said.required() ? Presence.REQUIRED : Presence.OPTIONAL,
                said.defaultValue().equals(P.NO_DEFAULT) ? null : said.defaultValue());
    }

    Parameter withPresence(Presence newPresence) {
        return new Parameter(name, type, description, newPresence, defaultText);
    }
}
