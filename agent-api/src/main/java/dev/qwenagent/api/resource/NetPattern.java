package dev.qwenagent.api.resource;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings a pattern of web addresses into the spelling of the addresses, so that a rule is about what it seems to be about. */
final class NetPattern {

    private static final Pattern FORM = Pattern.compile("(https?|\\*)://([^/]+?)(?::([0-9]{1,5}|\\*))?(/.*)?",
            Pattern.CASE_INSENSITIVE);

    private NetPattern() {}

    /**
     * The canonical pattern.
     *
     * @throws IllegalArgumentException if no canonical address could match it, or more would than meets the eye
     */
    static String canonical(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw wrong(text, "");
        }
        String scheme = form.group(1).toLowerCase(Locale.ROOT);
        String host = form.group(2);
        String path = form.group(4);
        if (host.indexOf('@') >= 0) {
            throw wrong(text, "; addresses with user information are refused, so a rule cannot be about them");
        }
        if (host.contains("**")) {
            throw wrong(text, "; in a host * stands for any part of a name, ** is for paths");
        }
        if (path == null) {
            throw wrong(text, "; add /** for everything of the host, or / for its front page");
        }
        boolean isWild = host.indexOf('*') >= 0 || host.indexOf('?') >= 0;
        String name = isWild ? host.toLowerCase(Locale.ROOT) : HostName.of(host).text();
        return scheme + "://" + name + port(scheme, form.group(3)) + path(path, text);
    }

    private static String port(String scheme, String port) {
        if (port == null || port.equals("*")) {
            return port == null ? "" : ":*";
        }
        boolean isUsual = !scheme.equals("*") && CanonicalUrl.port(scheme, "") == CanonicalUrl.port(scheme, port);
        return isUsual ? "" : ":" + port;
    }

    private static String path(String path, String text) {
        String normalised = PercentEncoding.normalised(path);
        if (PercentEncoding.hidesDotSegments(normalised)) {
            throw wrong(text, "; addresses have no . or .. in their paths");
        }
        return normalised;
    }

    private static IllegalArgumentException wrong(String text, String hint) {
        return new IllegalArgumentException(
                "a pattern of addresses is scheme://host/path, such as net.get:https://api.example.com/**; found '"
                        + text + "'" + hint);
    }
}
