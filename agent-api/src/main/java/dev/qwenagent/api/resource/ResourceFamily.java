package dev.qwenagent.api.resource;

/** How the resources of a family of scopes are written. Thread-safe. */
public enum ResourceFamily {
    /** Absolute paths, with {@code /} between their names, in Unicode normal form C. */
    FILE,
    /** Web addresses, see {@link CanonicalUrl}. */
    NET,
    /** Commands, see {@link CommandWords}. */
    PROCESS,
    /** Names that have one spelling. */
    PLAIN;

    /** No resource has a longer name, in characters; matching a rule takes time that grows with it. */
    private static final int LONGEST = 1 << 16;

    /** The family that scopes name so. */
    public static ResourceFamily of(String family) {
        return switch (family) {
            case "file" -> FILE;
            case "net" -> NET;
            case "process" -> PROCESS;
            default -> PLAIN;
        };
    }

    /**
     * The canonical spelling of a resource, as far as its text alone tells it.
     *
     * @throws IllegalArgumentException if it is no resource of this family or longer than 65,536 characters, with a message
     *     for the model
     */
    public String canonical(String resource) {
        if (resource.length() > LONGEST) {
            throw new IllegalArgumentException("what a call touches is named in at most " + LONGEST
                    + " characters, found " + resource.length());
        }
        if (resource.isEmpty()) {
            return resource;
        }
        return switch (this) {
            case FILE -> FileName.canonical(resource);
            case NET -> CanonicalUrl.of(resource).toString();
            case PROCESS -> CommandWords.of(resource).toString();
            case PLAIN -> resource;
        };
    }

    /** The pattern that matches this canonical resource and nothing else. */
    public String exactly(String resource) {
        if (resource.isEmpty()) {
            return "[]";
        }
        return this == PROCESS ? resource : GlobPattern.escaped(resource);
    }

    /**
     * Reads a pattern of resources; {@code **} stands for all, {@code []} for no resource at all.
     *
     * @throws IllegalArgumentException if it could never match a canonical resource, with what was expected
     */
    public ResourcePattern pattern(String text) {
        if (text.equals("**")) {
            return GlobPattern.of(text);
        }
        if (text.equals("[]")) {
            return GlobPattern.NOTHING;
        }
        return switch (this) {
            case FILE -> GlobPattern.of(FileName.canonical(text));
            case NET -> GlobPattern.of(NetPattern.canonical(text));
            case PROCESS -> CommandPattern.of(text);
            case PLAIN -> GlobPattern.of(text);
        };
    }
}
