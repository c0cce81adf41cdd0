package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Writes JSON in a layout, as a grammar of that layout reads it but for the order of properties, which is the value's own. */
final class JsonWriting {

    private static final String SHORT = "\b\t\n\f\r\"\\";
    private static final String LETTERS = "btnfr\"\\";
    private static final int LONGEST_PLAIN = 400;

    private JsonWriting() {}

    static String write(JsonNode value, Layout layout) {
        return switch (value.getNodeType()) {
            case STRING -> quoted(value.textValue());
            case NUMBER -> number(value.decimalValue());
            case ARRAY -> {
                List<String> items = new ArrayList<>();
                value.forEach(item -> items.add(write(item, layout)));
                yield "[" + String.join(layout.comma(), items) + "]";
            }
            case OBJECT -> {
                List<String> properties = new ArrayList<>();
                value.properties()
                        .forEach(property -> properties.add(quoted(property.getKey()) + layout.colon()
                                + write(property.getValue(), layout)));
                yield "{" + String.join(layout.comma(), properties) + "}";
            }
            case BOOLEAN, NULL, BINARY, MISSING, POJO -> value.toString();
        };
    }

    /** Digits without an exponent; a number of hundreds of digits keeps its exponent. */
    static String number(BigDecimal value) {
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        boolean isShort = Math.abs((long) plain.scale()) + plain.precision() <= LONGEST_PLAIN;
        return isShort ? plain.toPlainString() : plain.toString().replace('E', 'e');
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int known = SHORT.indexOf(c);
            if (known >= 0) {
                quoted.append('\\').append(LETTERS.charAt(known));
            } else if (c < 0x20) {
                quoted.append("\\u00").append(c < 0x10 ? "0" : "1").append(Integer.toHexString(c & 15));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** The text of a string that {@link #quoted} wrote, its quotation marks taken away. */
    static String unquoted(String written) {
        StringBuilder text = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (written.charAt(++i) == 'u') {
                text.append((char) Integer.parseInt(written, i + 1, i + 5, 16));
                i += 4;
            } else {
                text.append(SHORT.charAt(LETTERS.indexOf(written.charAt(i))));
            }
        }
        return text.toString();
    }

    /** Whether two values are the same by the standard: numbers by their value, objects whatever the order. */
    static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
            return false;
        }
        if (one.isArray()) {
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one.isObject()) {
            return one.properties()
                    .stream()
                    .allMatch(property -> other.has(property.getKey())
                            && same(property.getValue(), other.get(property.getKey())));
        }
        return one.equals(other);
    }
}
