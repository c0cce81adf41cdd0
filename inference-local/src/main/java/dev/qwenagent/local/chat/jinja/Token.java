package dev.qwenagent.local.chat.jinja;

/**
 * A piece of template source.
 *
 * @param kind what it is
 * @param text its text; for {@code TEXT} the text after white-space control, for {@code STRING} the
 *     unescaped value
 * @param line the line it starts on, counted from 1
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        TEXT, OUTPUT_BEGIN, OUTPUT_END, BLOCK_BEGIN, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR, END
    }

    boolean isOperator(String symbol) {
        return kind == Kind.OPERATOR && text.equals(symbol);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** The token as it reads in a message. */
    String shown() {
        return switch (kind) {
            case OUTPUT_END -> "'}}'";
            case BLOCK_END -> "'%}'";
            case END -> "end of template";
            case TEXT, OUTPUT_BEGIN, BLOCK_BEGIN, NAME, STRING, INTEGER, FLOAT, OPERATOR -> "'" + text + "'";
        };
    }
}
