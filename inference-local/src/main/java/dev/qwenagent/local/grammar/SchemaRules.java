package dev.qwenagent.local.grammar;

/**
 * How a schema is read where the standard leaves it open.
 *
 * @param layout how its documents are written
 * @param undeclared what is meant where nothing is said of properties that are not declared
 */
public record SchemaRules(Layout layout, Undeclared undeclared) {

    /** Properties of an object schema that declares some, says nothing of others, and is not asked of others. */
    public enum Undeclared {
        /** Allowed, with any value: what JSON Schema says. */
        ALLOWED,
        /** Left out: what is meant by the parameters of a tool, and by a type. */
        LEFT_OUT
    }

    /** For a document of its own: compact, by the letter of the standard. */
    public static SchemaRules document() {
        return new SchemaRules(Layout.COMPACT, Undeclared.ALLOWED);
    }

    /** For an answer that a program reads into a type: compact, with what is declared and nothing else. */
    public static SchemaRules answer() {
        return new SchemaRules(Layout.COMPACT, Undeclared.LEFT_OUT);
    }

    /** For the arguments of a tool. */
    public static SchemaRules toolArguments() {
        return new SchemaRules(Layout.SPACED, Undeclared.LEFT_OUT);
    }
}
