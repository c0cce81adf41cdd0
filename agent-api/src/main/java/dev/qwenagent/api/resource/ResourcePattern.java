package dev.qwenagent.api.resource;

/** Which resources of one family a rule is about. Immutable. */
public sealed interface ResourcePattern permits GlobPattern, CommandPattern {

    /** Whether a rule with this pattern is about the canonical resource. */
    boolean matches(String resource);

    /** What every resource that matches begins with; the longer, the sooner a rule is found. */
    String literalBeginning();

    /** The number of characters that stand for themselves. */
    int literalCharacters();
}
