package dev.qwenagent.api.resource;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host in its one spelling: a name in lower case after IDNA (RFC 3490, as {@link IDN} does it), or an address: IPv4 in four
 * decimal numbers whatever its form was (octal, hexadecimal, fewer numbers), IPv6 in brackets as RFC 5952 shortens it, one that
 * holds an IPv4 address as that. Immutable.
 *
 * @param text the spelling, with brackets around an IPv6 address
 * @param address the address, if the host is one; nothing is looked up
 */
public record HostName(String text, Optional<InetAddress> address) {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final int LONGEST = 253;
    private static final int IPV6_GROUPS = 8;

    /**
     * Reads a host.
     *
     * @throws IllegalArgumentException if it is none, with a message for the model
     */
    public static HostName of(String host) {
        if (host.startsWith("[")) {
            return literal(host);
        }
        String name = ascii(host);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        String[] labels = name.split("\\.", -1);
        if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
            return numeric(name, host);
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw wrong(host);
            }
        }
        if (name.length() > LONGEST) {
            throw wrong(host);
        }
        return new HostName(name, Optional.empty());
    }

    private static String ascii(String host) {
        try {
            return IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(host).getMessage(), e);
        }
    }

    private static HostName numeric(String name, String host) {
        try {
            Inet4Address address = Inet4Address.ofPosixLiteral(name);
            return new HostName(address.getHostAddress(), Optional.of(address));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(host).getMessage(), e);
        }
    }

    private static HostName literal(String host) {
        if (!host.endsWith("]") || host.indexOf('%') >= 0) {
            throw wrong(host);
        }
        try {
            InetAddress address = Inet6Address.ofLiteral(host.substring(1, host.length() - 1));
            String text = address instanceof Inet6Address six ? "[" + shortened(six) + "]" : address.getHostAddress();
            return new HostName(text, Optional.of(address));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(host).getMessage(), e);
        }
    }

    /** RFC 5952: lower case, no leading zeros, the first of the longest runs of two or more zero groups as {@code ::}. */
    private static String shortened(Inet6Address address) {
        byte[] bytes = address.getAddress();
        int[] groups = new int[IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            groups[i] = Byte.toUnsignedInt(bytes[2 * i]) << Byte.SIZE | Byte.toUnsignedInt(bytes[2 * i + 1]);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < IPV6_GROUPS; i++) {
            int end = i;
            while (end < IPV6_GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < IPV6_GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static IllegalArgumentException wrong(String host) {
        return new IllegalArgumentException(
                "'" + host + "' is not a host; write a name such as example.org or an address such as 192.0.2.1");
    }

    @Override
    public String toString() {
        return text;
    }
}
