package dev.qwenagent.local.chat.jinja;

import java.util.Map;

/** Writes values exactly as Python's {@code json.dumps(value, ensure_ascii=False)} does, but for halves of characters. */
public final class JsonText {

    private final StringBuilder out = new StringBuilder();
    private final int indent;

    private JsonText(int indent) {
        this.indent = indent;
    }

    /**
     * The value as JSON on one line, a space after each comma and colon. The value must consist of texts, numbers,
     * truth values, {@code None}, lists and mappings.
     */
    public static String of(Value value) {
        return indented(value, -1);
    }

    /** The text as a JSON string, quotes included; whole characters beyond ASCII stay as they are. */
    public static String quoted(String text) {
        JsonText json = new JsonText(-1);
        json.quote(text);
        return json.out.toString();
    }

    /** The value as JSON; from an indent of 0 on each item is on its own line. */
    static String indented(Value value, int indent) {
        JsonText json = new JsonText(indent);
        json.write(value, 0);
        return json.out.toString();
    }

    private void write(Value value, int depth) {
        Operations.bounded(out.length());
        switch (value) {
            case Value.Text(String text) -> quote(text);
            case Value.Whole(var number) -> out.append(number);
            case Value.Real(double number) -> out.append(real(number));
            case Value.Truth(boolean truth) -> out.append(truth);
            case Value.None _ -> out.append("null");
            case Value.Sequence(var items) -> {
                out.append('[');
                String separator = "";
                for (Value item : items) {
                    out.append(separator);
                    line(depth + 1);
                    write(item, depth + 1);
                    separator = separator();
                }
                end(items.isEmpty(), depth, ']');
            }
            case Value.Mapping(var entries) -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<String, Value> entry : entries.entrySet()) {
                    out.append(separator);
                    line(depth + 1);
                    quote(entry.getKey());
                    out.append(": ");
                    write(entry.getValue(), depth + 1);
                    separator = separator();
                }
                end(entries.isEmpty(), depth, '}');
            }
            case Value.Undefined _,Value.Namespace _,Value.Macro _ -> throw new EvaluationException(
                    Operations.kind(value) + " cannot be written as JSON");
        }
    }

    private String separator() {
        return indent < 0 ? ", " : ",";
    }

    private void line(int depth) {
        if (indent >= 0) {
            out.append('\n').repeat(' ', indent * depth);
        }
    }

    private void end(boolean isEmpty, int depth, char closing) {
        if (!isEmpty) {
            line(depth);
        }
        out.append(closing);
    }

    private static String real(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        return PythonText.real(number);
    }

    /** Half a character has no bytes of its own: it can only be written as an escape. */
    private static boolean isHalfOfACharacter(String text, int at) {
        char c = text.charAt(at);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        boolean first = Character.isHighSurrogate(c);
        int other = first ? at + 1 : at - 1;
        boolean whole = other >= 0 && other < text.length() && (first ? Character.isLowSurrogate(text.charAt(other))
                : Character.isHighSurrogate(text.charAt(other)));
        return !whole;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20 || isHalfOfACharacter(text, i)) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
