package dev.qwenagent.api.tool;

import java.util.regex.Pattern;

/**
 * Which scopes a rule is about: {@code family.verb[:resource]}, where {@code *} stands for any verb, and in the resource
 * {@code *} for any characters but {@code /}, {@code **} for any characters at all, {@code ?} for one but {@code /}. A pattern
 * without a resource matches every resource of its verb; {@code **} alone matches every scope. A resource pattern that ends
 * in {@code /**} matches the folder itself too, and {@code /**}{@code /} within one stands for any number of folders, none
 * included.
 */
public final class ScopePattern {

    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9_-]*)\\.([a-z][a-z0-9_-]*|\\*)(?::(.+))?",
            Pattern.DOTALL);

    private final String text;
    private final String family;
    private final String verb;
    private final String resource;
    private final Pattern resourceMatcher;

    private ScopePattern(String text, String family, String verb, String resource) {
        this.text = text;
        this.family = family;
        this.verb = verb;
        this.resource = resource;
        this.resourceMatcher = matcher(resource);
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

    /** Whether a rule with this pattern is about the scope. */
    public boolean matches(Scope scope) {
        return (family.equals("*") || family.equals(scope.family())) && (verb.equals("*") || verb.equals(scope.verb()))
                && resourceMatcher.matcher(scope.resource()).matches();
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
        int literal = (int) resource.chars().filter(c -> c != '*' && c != '?').count();
        return (family.equals("*") ? 0 : 1 << 20) + (verb.equals("*") ? 0 : 1 << 19) + literal;
    }

    private static Pattern matcher(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            int c = glob.codePointAt(i);
            if (glob.startsWith("/**", i) && i + 3 == glob.length() && i > 0) {
                regex.append("(?:/.*)?");
                i += 2;
            } else if (glob.startsWith("/**/", i)) {
                regex.append("/(?:.*/)?");
                i += 3;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(Character.toString(c)));
                i += Character.charCount(c) - 1;
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
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
