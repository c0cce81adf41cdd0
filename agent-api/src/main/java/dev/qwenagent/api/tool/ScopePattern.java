package dev.qwenagent.api.tool;

import dev.qwenagent.api.resource.ResourceFamily;
import dev.qwenagent.api.resource.ResourcePattern;
import java.util.regex.Pattern;

/**
 * Which scopes a rule is about: {@code family.verb[:resource]}, where {@code *} stands for any verb. A pattern without a resource
 * matches every resource of its verb; {@code **} alone matches every scope; {@code family.verb:[]} matches the scope that has no
 * resource. Immutable.
 *
 * <p>In a resource {@code *} stands for any characters but {@code /}, {@code **} for any characters at all, {@code ?} for one but
 * {@code /}; in brackets, {@code [*]}, they are themselves. A resource pattern that ends in {@code /**} matches the folder itself
 * too, and {@code /**}{@code /} within one stands for any number of folders, none included. The family {@code process} is matched
 * word by word: {@code process.run:git log *}.
 *
 * <p>Patterns are brought into the spelling of canonical resources: hosts of the family {@code net} in lower case and after IDNA,
 * without the usual port; files in Unicode normal form C. A pattern that no canonical resource could match is refused.
 */
public final class ScopePattern {

    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9_-]*)\\.([a-z][a-z0-9_-]*|\\*)(?::(.+))?",
            Pattern.DOTALL);

    private final String text;
    private final String family;
    private final String verb;
    private final String resource;
    private final ResourcePattern resources;
    private final int specificity;

    private ScopePattern(String text, String family, String verb, String resource) {
        this.text = text;
        this.family = family;
        this.verb = verb;
        this.resource = resource;
        this.resources = ResourceFamily.of(family).pattern(resource);
        this.specificity = (family.equals("*") ? 0 : 1 << 20) + (verb.equals("*") ? 0 : 1 << 19)
                + resources.literalCharacters();
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if the text is not a pattern, with the text and what was expected
     */
    public static ScopePattern of(String text) {
        if (text.equals("**")) {
            return new ScopePattern(text, "*", "*", "**");
        }
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a scope pattern is family.verb, family.* or family.verb:resource, such as"
                            + " file.read:/data/** or calc.*; found '" + text + "'");
        }
        String resource = form.group(3);
        return new ScopePattern(text, form.group(1), form.group(2), resource == null ? "**" : resource);
    }

    /** The pattern that matches this scope and no other. */
    public static ScopePattern exactly(Scope scope) {
        String resource = ResourceFamily.of(scope.family()).exactly(scope.resource());
        return of(scope.family() + "." + scope.verb() + ":" + resource);
    }

    /** Whether a rule with this pattern is about the scope. */
    public boolean matches(Scope scope) {
        return (family.equals("*") || family.equals(scope.family())) && (verb.equals("*") || verb.equals(scope.verb()))
                && resources.matches(scope.resource());
    }

    /** The family that the pattern is about, {@code *} for all. */
    public String family() {
        return family;
    }

    /** The verb that the pattern is about, {@code *} for any. */
    public String verb() {
        return verb;
    }

    /** The pattern of the resource; {@code **} for any. */
    public String resource() {
        return resource;
    }

    /**
     * How exact the pattern is: of two that match a scope, the one with the larger number is the more specific.
     *
     * @return the count of literal characters, a named verb counting more than any resource
     */
    public int specificity() {
        return specificity;
    }

    /** What the resource of every scope that matches begins with; empty if nothing is sure. */
    public String literalBeginning() {
        return resources.literalBeginning();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScopePattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
