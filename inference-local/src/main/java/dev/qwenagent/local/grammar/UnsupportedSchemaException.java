package dev.qwenagent.local.grammar;

import dev.qwenagent.local.LocalModelException;

/** A JSON Schema that generation cannot be held to; names the keyword and where it stands. */
public final class UnsupportedSchemaException extends LocalModelException {

    private static final long serialVersionUID = 1L;

    private final String keyword;
    private final String path;

    /**
     * A refusal.
     *
     * @param keyword the keyword
     * @param path the JSON Pointer of the schema that has it
     * @param reason what is wrong with it
     */
    public UnsupportedSchemaException(String keyword, String path, String reason) {
        super("the schema cannot be held to: \"%s\" at %s: %s".formatted(keyword, path.isEmpty() ? "the root" : path,
                reason));
        this.keyword = keyword;
        this.path = path;
    }

    /** The keyword that is not supported, or not in the way in which it is used. */
    public String keyword() {
        return keyword;
    }

    /** The JSON Pointer of the schema that has the keyword; empty for the root. */
    public String path() {
        return path;
    }
}
