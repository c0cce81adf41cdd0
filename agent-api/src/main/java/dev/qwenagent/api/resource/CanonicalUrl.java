package dev.qwenagent.api.resource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web address in its one spelling: lower-case scheme, {@link HostName canonical host}, no port where it is the scheme's own, a
 * path without dot segments, percent-encoding in one form, no fragment. What different readers take for different addresses is
 * refused: user information, backslashes, blanks and control characters, dots that hide behind a second decoding. Immutable.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host
 * @param port 1 to 65535
 * @param path begins with {@code /}
 * @param query with its {@code ?}; empty for none
 */
public record CanonicalUrl(String scheme, HostName host, int port, String path, String query) {

    private static final Pattern FORM = Pattern
            .compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(\\?[^#]*)?(#.*)?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final int LONGEST = 8_000;
    private static final int MOST_PORT = 65_535;

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none that can be fetched, with a message for the model
     */
    public static CanonicalUrl of(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("an address has at most " + LONGEST + " characters, found "
                    + text.length());
        }
        String address = text.strip();
        if (address.chars()
                .anyMatch(c -> c <= ' ' || c == 0x7f || c == '\\' || Character.isISOControl(c)
                        || Character.isWhitespace(c))) {
            throw new IllegalArgumentException(
                    "an address has no blanks, backslashes or control characters; encode them as %20, %5C and so on");
        }
        Matcher form = FORM.matcher(address);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "expected an address such as https://example.org/page, found '" + shortened(address) + "'");
        }
        String scheme = form.group(1).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("only http and https addresses can be fetched, found " + scheme + ":");
        }
        return of(scheme, form.group(2), form.group(3), form.group(4) == null ? "" : form.group(4));
    }

    private static CanonicalUrl of(String scheme, String authority, String path, String query) {
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("an address with user information (before an @) is refused");
        }
        int colon = authority.startsWith("[") ? authority.indexOf(':', authority.indexOf(']') + 1)
                : authority.lastIndexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        String flat = withoutDots(PercentEncoding.normalised(path));
        if (PercentEncoding.hidesDotSegments(flat)) {
            throw new IllegalArgumentException("the path of the address hides dots behind an encoding");
        }
        return new CanonicalUrl(scheme, HostName.of(host), port(scheme, port), flat, PercentEncoding.normalised(query));
    }

    static int port(String scheme, String port) {
        if (port.isEmpty()) {
            return scheme.equals("https") ? 443 : 80;
        }
        int number = PORT.matcher(port).matches() ? Integer.parseInt(port) : 0;
        if (number < 1 || number > MOST_PORT) {
            throw new IllegalArgumentException("a port is a number from 1 to " + MOST_PORT + ", found '" + port + "'");
        }
        return number;
    }

    /** RFC 3986, section 5.2.4. */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean isLast = i == segments.length - 1;
            switch (segments[i]) {
                case "." -> {
                    if (isLast) {
                        kept.add("");
                    }
                }
                case ".." -> {
                    kept.pollLast();
                    if (isLast) {
                        kept.add("");
                    }
                }
                default -> kept.add(segments[i]);
            }
        }
        return "/" + String.join("/", kept);
    }

    /**
     * The address that a redirect from this one leads to.
     *
     * @param location an address, or a part of one relative to this
     * @throws IllegalArgumentException as {@link #of}
     */
    public CanonicalUrl redirected(String location) {
        String to = location.strip();
        if (to.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return of(to);
        }
        if (to.startsWith("//")) {
            return of(scheme + ":" + to);
        }
        if (to.startsWith("/")) {
            return of(origin() + to);
        }
        if (to.isEmpty() || to.startsWith("?") || to.startsWith("#")) {
            return of(origin() + path + (to.startsWith("?") ? to : query));
        }
        return of(origin() + path.substring(0, path.lastIndexOf('/') + 1) + to);
    }

    /** Scheme, host and, where it is not the scheme's own, port. */
    public String origin() {
        return scheme + "://" + host + (port == port(scheme, "") ? "" : ":" + port);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }

    @Override
    public String toString() {
        return origin() + path + query;
    }
}
