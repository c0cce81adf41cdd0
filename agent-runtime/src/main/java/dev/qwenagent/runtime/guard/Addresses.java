package dev.qwenagent.runtime.guard;

import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web addresses in a text, with the host that each leads to. What is written so that programs could read different hosts out
 * of it has none.
 */
final class Addresses {

    /** An address from its scheme on, one that leaves its scheme out, and a bare name that consoles and browsers make a link. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?i)(?:\\b(?:https?|wss?|ftps?)\\s*:[/\\\\]*|(?<![:/\\w])//(?=[\\w\\[])|\\bwww\\.(?=\\w))[^\\s\"'<>`)\\]}|]*(?:\\[[^\\]\\s]*][^\\s\"'<>`)\\]}|]*)?");

    private static final Pattern START = Pattern.compile("(?i)^(?:\\w+\\s*:)?[/\\\\]*");

    private Addresses() {}

    /**
     * One address.
     *
     * @param start where it begins in the text
     * @param end where it ends
     * @param host in lower case and ASCII, without the dot at its end; empty if it cannot be told with certainty
     */
    record Address(int start, int end, String host) {}

    /** The addresses, in order. */
    static List<Address> in(String text) {
        List<Address> found = new ArrayList<>();
        Matcher matcher = ADDRESS.matcher(text);
        while (matcher.find()) {
            found.add(new Address(matcher.start(), matcher.end(), host(matcher.group())));
        }
        return found;
    }

    private static String host(String address) {
        String rest = START.matcher(address).replaceFirst("");
        String authority = rest.split("[/?#]", 2)[0];
        // User information and backslashes make programs disagree on where the host begins and ends.
        if (authority.contains("@") || authority.contains("\\") || authority.contains("%") || authority.isEmpty()) {
            return "";
        }
        if (authority.startsWith("[")) {
            return authority.contains("]") ? authority.substring(0, authority.indexOf(']') + 1).toLowerCase(Locale.ROOT)
                    : "";
        }
        String name = authority.split(":", 2)[0];
        while (!name.isEmpty() && ".,;!?".indexOf(name.charAt(name.length() - 1)) >= 0) {
            name = name.substring(0, name.length() - 1);
        }
        try {
            return IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
