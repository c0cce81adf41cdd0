package dev.qwenagent.api.resource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one way to percent-encode a path or a query (RFC 3986, section 6.2.2): letters, digits and {@code -._~} are themselves,
 * what else may stand as it is stays as it was given, everything else is encoded in UTF-8 with upper-case digits.
 */
final class PercentEncoding {

    private static final String UNRESERVED = "-._~";
    private static final String RESERVED = "!$&'()*+,;=:@/?[]";
    private static final Pattern BYTE = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final int DEEPEST = 8;

    private PercentEncoding() {}

    /**
     * Normalises a part of an address.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
     */
    static String normalised(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            if (c == '%') {
                String hex = i + 3 <= text.length() ? text.substring(i + 1, i + 3) : "";
                if (!hex.matches("[0-9A-Fa-f]{2}")) {
                    throw new IllegalArgumentException(
                            "a % in an address stands before two hexadecimal digits; a % itself is written %25");
                }
                int value = Integer.parseInt(hex, 16);
                out.append(isUnreserved(value) ? String.valueOf((char) value) : "%" + hex.toUpperCase(Locale.ROOT));
                i += 3;
            } else {
                if (isUnreserved(c) || RESERVED.indexOf(c) >= 0) {
                    out.appendCodePoint(c);
                } else {
                    encode(out, c);
                }
                i += Character.charCount(c);
            }
        }
        return out.toString();
    }

    private static void encode(StringBuilder out, int character) {
        for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            out.append("%%%02X".formatted(b));
        }
    }

    private static boolean isUnreserved(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
    }

    /**
     * Whether a path leads upwards when somebody decodes it once more, or several times, as some servers do:
     * {@code /a/..%2Fb}, {@code /a/%252e%252e/b}.
     */
    static boolean hidesDotSegments(String path) {
        String decoded = path;
        for (int i = 0; i < DEEPEST; i++) {
            if (Arrays.stream(decoded.split("[/\\\\]", -1)).anyMatch(PercentEncoding::isDots)) {
                return true;
            }
            String next = decodedOnce(decoded);
            if (next.equals(decoded)) {
                return false;
            }
            decoded = next;
        }
        return true;
    }

    /** As some servers take a segment: what comes after a semicolon is a parameter of it. */
    private static boolean isDots(String segment) {
        String name = segment.split(";", 2)[0];
        return name.equals(".") || name.equals("..");
    }

    private static String decodedOnce(String text) {
        return BYTE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }
}
