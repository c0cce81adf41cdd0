package dev.qwenagent.local.grammar;

/**
 * How JSON is laid out: one way, so that a document is one text. Properties stand in the order of the schema, others behind
 * them; nothing is escaped but quotation mark, backslash and control characters, in the spelling of RFC 8785.
 */
public enum Layout {

    /** Without spaces, as machines write it. */
    COMPACT(",", ":"),

    /** With a space behind commas and colons, as Qwen's chat templates write the arguments of calls. */
    SPACED(", ", ": ");

    private final String comma;
    private final String colon;

    Layout(String comma, String colon) {
        this.comma = comma;
        this.colon = colon;
    }

    String comma() {
        return comma;
    }

    String colon() {
        return colon;
    }
}
