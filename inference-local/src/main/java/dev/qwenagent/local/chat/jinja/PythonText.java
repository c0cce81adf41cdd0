package dev.qwenagent.local.chat.jinja;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;

/** How Python writes values ({@code str} and {@code repr}), and what it takes for white space. */
final class PythonText {

    private PythonText() {}

    /** What {@code str(value)} gives; an undefined value is empty, as Jinja prints it. */
    static String str(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Undefined _ -> "";
            case Value.Whole _,Value.Real _,Value.Truth _,Value.None _,Value.Sequence _,Value.Mapping _,Value.Namespace _,Value.Macro _ -> {
                StringBuilder out = new StringBuilder();
                repr(value, out);
                yield out.toString();
            }
        };
    }

    private static void repr(Value value, StringBuilder out) {
        Operations.bounded(out.length());
        switch (value) {
            case Value.Text(String text) -> quote(text, out);
            case Value.Whole(var number) -> out.append(number);
            case Value.Real(double number) -> out.append(real(number));
            case Value.Truth(boolean truth) -> out.append(truth ? "True" : "False");
            case Value.None _ -> out.append("None");
            case Value.Undefined _ -> out.append("Undefined");
            case Value.Sequence(var items) -> {
                out.append('[');
                String separator = "";
                for (Value item : items) {
                    out.append(separator);
                    repr(item, out);
                    separator = ", ";
                }
                out.append(']');
            }
            case Value.Mapping(var entries) -> {
                out.append('{');
                for (Iterator<Map.Entry<String, Value>> all = entries.entrySet().iterator(); all.hasNext();) {
                    Map.Entry<String, Value> entry = all.next();
                    quote(entry.getKey(), out);
                    out.append(": ");
                    repr(entry.getValue(), out);
                    out.append(all.hasNext() ? ", " : "");
                }
                out.append('}');
            }
            case Value.Namespace _ -> out.append("<Namespace>");
            case Value.Macro(var definition, _) -> out.append("<Macro '").append(definition.name()).append("'>");
        }
    }

    /** The shortest text that reads back as the same number, with Python's choice of notation. */
    static String real(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = decimal.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = decimal.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String padding = Math.abs(exponent) < 10 ? "0" : "";
        return (number < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + padding
                + Math.abs(exponent);
    }

    private static void quote(String text, StringBuilder out) {
        char mark = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(mark);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == mark) {
                        out.append('\\').append(mark);
                    } else if (isPrintable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(c < 0x100 ? "\\x%02x".formatted(c)
                                : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
                    }
                }
            }
        });
        out.append(mark);
    }

    private static boolean isPrintable(int c) {
        return c == ' ' || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
                false;
            default -> true;
        };
    }

    static boolean isWhitespace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    static String strip(String text) {
        return stripLeft(stripRight(text));
    }

    static String stripLeft(String text) {
        int start = 0;
        while (start < text.length() && isWhitespace(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    static String stripRight(String text) {
        int end = text.length();
        while (end > 0 && isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
