package dev.qwenagent.local.chat.jinja;

/** The escapes of Python string literals. */
final class StringEscapes {

    private StringEscapes() {}

    static String unescape(String literal, int line) {
        if (literal.indexOf('\\') < 0) {
            return literal;
        }
        StringBuilder value = new StringBuilder(literal.length());
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c != '\\' || i + 1 == literal.length()) {
                value.append(c);
                continue;
            }
            char escape = literal.charAt(++i);
            switch (escape) {
                case 'n' -> value.append('\n');
                case 't' -> value.append('\t');
                case 'r' -> value.append('\r');
                case 'b' -> value.append('\b');
                case 'f' -> value.append('\f');
                case 'a' -> value.append('\u0007');
                case 'v' -> value.append('\u000b');
                case '0' -> value.append('\0');
                case '\\', '\'', '"' -> value.append(escape);
                case '\n' -> {
                }
                case 'x', 'u', 'U' -> {
                    int length = escape == 'x' ? 2 : escape == 'u' ? 4 : 8;
                    value.appendCodePoint(codePoint(literal, i + 1, length, line));
                    i += length;
                }
                default -> value.append('\\').append(escape);
            }
        }
        return value.toString();
    }

    private static int codePoint(String literal, int start, int length, int line) {
        try {
            int point = Integer.parseInt(literal.substring(start, start + length), 16);
            if (Character.isValidCodePoint(point)) {
                return point;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
            // reported below, as an invalid code point is
        }
        throw new TemplateException(line, "invalid escape in string '" + literal + "': expected " + length
                + " hexadecimal digits of a character after the backslash");
    }
}
