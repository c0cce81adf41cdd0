package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON the way a model writes it, and mends only what has one meaning: single quotes, trailing commas, raw line
 * breaks in strings, Python's {@code True}, {@code False} and {@code None}, superfluous closing marks at the end, and
 * missing ones where the caller allows it.
 */
final class LenientJson {

    private static final int DEEPEST = 100;
    static final int LONGEST_NUMBER = 400;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String text;
    private final CallEnd end;
    private int position;
    private int depth;
    private boolean mended;
    private boolean closingMarksMissing;

    private LenientJson(String text, CallEnd end) {
        this.text = text;
        this.end = end;
    }

    /** What was read, whether anything was mended, and whether that was a missing closing mark. */
    record Read(JsonNode value, boolean mended, boolean closingMarksMissing) {}

    /** The text is no JSON, and cannot be mended; the message says where, for the model. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads one value and nothing behind it.
     *
     * @param end how the text ended: {@link CallEnd#CLOSED} allows closing marks to be missing,
     *        {@link CallEnd#STOPPED} only after a value that cannot go on and if nothing else is to be mended,
     *        {@link CallEnd#CUT} never
     */
    static Read read(String text, CallEnd end) throws UnreadableException {
        LenientJson json = new LenientJson(text, end);
        JsonNode value = json.value();
        json.skipSpace();
        boolean superfluousMarks = false;
        while (!json.atEnd() && (json.peek() == '}' || json.peek() == ']')) {
            superfluousMarks = true;
            json.position++;
            json.skipSpace();
        }
        if (!json.atEnd()) {
            throw json.unreadable("text after the end of the JSON");
        }
        if (json.mended && end == CallEnd.STOPPED) {
            throw new UnreadableException("the reply ends with it, and it is not correct JSON");
        }
        return new Read(value, json.mended || superfluousMarks || json.closingMarksMissing, json.closingMarksMissing);
    }

    /** The text's value if it is correct JSON, else null. */
    static @Nullable JsonNode strict(String text) {
        try {
            Read read = read(text, CallEnd.CUT);
            return read.mended() ? null : read.value();
        } catch (UnreadableException notJson) {
            return null;
        }
    }

    private JsonNode value() throws UnreadableException {
        skipSpace();
        if (atEnd()) {
            throw unreadable("a value is missing");
        }
        char c = peek();
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"', '\'' -> NODES.textNode(string());
            default -> c == '-' || (c >= '0' && c <= '9') ? number() : word();
        };
    }

    private JsonNode object() throws UnreadableException {
        ObjectNode object = NODES.objectNode();
        enter();
        while (next('}', object.isEmpty())) {
            if (peek() != '"' && peek() != '\'') {
                throw unreadable("expected a key in quotes");
            }
            String key = string();
            skipSpace();
            if (atEnd() || peek() != ':') {
                throw unreadable("expected ':' after the key \"" + key + "\"");
            }
            position++;
            if (object.has(key)) {
                throw unreadable("the key \"" + key + "\" appears twice");
            }
            object.set(key, value());
        }
        depth--;
        return object;
    }

    private JsonNode array() throws UnreadableException {
        ArrayNode array = NODES.arrayNode();
        enter();
        while (next(']', array.isEmpty())) {
            array.add(value());
        }
        depth--;
        return array;
    }

    private void enter() throws UnreadableException {
        position++;
        if (++depth > DEEPEST) {
            throw unreadable("nested more than " + DEEPEST + " deep");
        }
    }

    /** Moves to the next item of an object or array; false, and behind the closing mark, if there is none. */
    private boolean next(char closing, boolean first) throws UnreadableException {
        skipSpace();
        if (atEnd()) {
            return close(first);
        }
        if (!first) {
            if (peek() == ',') {
                position++;
                skipSpace();
                if (atEnd()) {
                    throw unreadable("it ends after a comma");
                }
                mended |= peek() == closing;
            } else if (peek() != closing) {
                throw unreadable("expected ',' or '" + closing + "'");
            }
        }
        if (peek() == closing) {
            position++;
            return false;
        }
        return true;
    }

    private boolean close(boolean first) throws UnreadableException {
        boolean unambiguous = switch (end) {
            case CLOSED -> true;
            case STOPPED -> !first && "0123456789.".indexOf(lastCharacter()) < 0;
            case CUT -> false;
        };
        if (!unambiguous) {
            throw unreadable("it ends before it is complete");
        }
        closingMarksMissing = true;
        return false;
    }

    private char lastCharacter() {
        String stripped = text.stripTrailing();
        return stripped.charAt(stripped.length() - 1);
    }

    private JsonNode word() throws UnreadableException {
        int start = position;
        while (!atEnd() && Character.isLetter(peek())) {
            position++;
        }
        String word = text.substring(start, position);
        mended |= word.equals("True") || word.equals("False") || word.equals("None");
        return switch (word) {
            case "true", "True" -> NODES.booleanNode(true);
            case "false", "False" -> NODES.booleanNode(false);
            case "null", "None" -> NODES.nullNode();
            default -> {
                position = start;
                throw unreadable("expected a value");
            }
        };
    }

    private JsonNode number() throws UnreadableException {
        int start = position;
        while (!atEnd() && "+-.eE0123456789".indexOf(peek()) >= 0) {
            position++;
        }
        String digits = text.substring(start, position);
        if (digits.length() > LONGEST_NUMBER) {
            throw unreadable("a number of more than " + LONGEST_NUMBER + " characters");
        }
        try {
            boolean whole = digits.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
            return whole ? integer(new BigInteger(digits)) : DecimalNode.valueOf(new BigDecimal(digits));
        } catch (NumberFormatException malformed) {
            position = start;
            throw unreadable("'" + digits + "' is not a number");
        }
    }

    static JsonNode integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }

    private String string() throws UnreadableException {
        int start = position;
        char quote = text.charAt(position++);
        mended |= quote == '\'';
        StringBuilder value = new StringBuilder();
        while (!atEnd() && peek() != quote) {
            char c = text.charAt(position++);
            if (c == '\\') {
                escape(value);
            } else {
                mended |= c < ' ';
                value.append(c);
            }
        }
        if (atEnd()) {
            position = start;
            throw unreadable("the string that begins here is never closed");
        }
        position++;
        return value.toString();
    }

    private void escape(StringBuilder value) throws UnreadableException {
        if (atEnd()) {
            throw unreadable("it ends inside an escape");
        }
        char c = text.charAt(position++);
        switch (c) {
            case '"', '\\', '/', '\'' -> value.append(c);
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'u' -> {
                if (position + 4 > text.length() || !text.substring(position, position + 4).matches("[0-9a-fA-F]{4}")) {
                    throw unreadable("expected four hexadecimal digits after \\u");
                }
                value.append((char) Integer.parseInt(text, position, position + 4, 16));
                position += 4;
            }
            default -> throw unreadable("'\\" + c + "' is not an escape; write '\\\\' for a backslash");
        }
    }

    private void skipSpace() {
        while (!atEnd() && Character.isWhitespace(peek())) {
            position++;
        }
    }

    private boolean atEnd() {
        return position >= text.length();
    }

    private char peek() {
        return text.charAt(position);
    }

    private UnreadableException unreadable(String what) {
        int from = Math.max(0, Math.min(position, text.length()) - 20);
        String before = text.substring(from, Math.min(position, text.length())).replace('\n', ' ');
        String where = before.isBlank() ? "at the beginning" : "after " + before.strip();
        return new UnreadableException(what + ", " + where);
    }
}
