package dev.qwenagent.api.tool;

import dev.qwenagent.api.resource.ResourceFamily;
import java.util.regex.Pattern;

/**
 * A permission as a call needs it: {@code family.verb} and the resource it touches, such as
 * {@code file.write:/reports/q3.md}. The resource is canonical: what is judged is what will be touched.
 * Immutable.
 *
 * @param family what kind of thing is touched: {@code file}, {@code net}, {@code calc}
 * @param verb what is done to it: {@code read}, {@code write}
 * @param resource the thing itself; empty when the verb says it all
 */
public record Scope(String family, String verb, String resource) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if the family or the verb is not a lower-case name, with both
     */
    public Scope {
        if (!NAME.matcher(family).matches() || !NAME.matcher(verb).matches()) {
            throw new IllegalArgumentException(
                    "a scope is family.verb or family.verb:resource with lower-case names, found '"
                            + family + "." + verb + "'");
        }
    }

    /**
     * Reads {@code family.verb} or {@code family.verb:resource}.
     *
     * @throws IllegalArgumentException if the text is not of that form, with the text
     */
    public static Scope of(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        int dot = name.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException(
                    "a scope is family.verb or family.verb:resource, such as file.read:/data/a.txt; found '" + text
                            + "'");
        }
        return new Scope(name.substring(0, dot), name.substring(dot + 1), colon < 0 ? "" : text.substring(colon + 1));
    }

    /**
     * The same scope with the canonical spelling of its resource, as far as the text alone tells it.
     *
     * @throws IllegalArgumentException if it is no resource of its family, with a message for the model
     */
    public Scope canonical() {
        String canonical = ResourceFamily.of(family).canonical(resource);
        return canonical.equals(resource) ? this : withResource(canonical);
    }

    /** The same scope for another resource. */
    public Scope withResource(String newResource) {
        return new Scope(family, verb, newResource);
    }

    @Override
    public String toString() {
        return family + "." + verb + (resource.isEmpty() ? "" : ":" + resource);
    }
}
