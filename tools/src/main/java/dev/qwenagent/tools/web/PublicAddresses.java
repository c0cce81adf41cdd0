package dev.qwenagent.tools.web;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Tells addresses of the public internet from those that lead to this machine, its network or nowhere. The networks are those
 * that the IANA special-purpose registries (RFC 6890 and its updates) call not globally reachable; of IPv6 only what is
 * allocated as global unicast (2000::/3) counts as public, so addresses that carry an IPv4 address inside do not.
 */
final class PublicAddresses {

    private static final List<Network> NOT_PUBLIC = List.of(
            Network.of("0.0.0.0", 8), Network.of("10.0.0.0", 8), Network.of("100.64.0.0", 10),
            Network.of("127.0.0.0", 8), Network.of("169.254.0.0", 16), Network.of("172.16.0.0", 12),
            Network.of("192.0.0.0", 24), Network.of("192.0.2.0", 24), Network.of("192.88.99.0", 24),
            Network.of("192.168.0.0", 16), Network.of("198.18.0.0", 15), Network.of("198.51.100.0", 24),
            Network.of("203.0.113.0", 24), Network.of("224.0.0.0", 4), Network.of("240.0.0.0", 4),
            Network.of("2001::", 23), Network.of("2001:db8::", 32), Network.of("2002::", 16), Network.of("3fff::", 20));

    private static final Network GLOBAL_UNICAST = Network.of("2000::", 3);

    private PublicAddresses() {}

    /** Whether an address is somebody's on the public internet. */
    static boolean contains(InetAddress address) {
        boolean isCandidate = address instanceof Inet4Address || GLOBAL_UNICAST.contains(address);
        return isCandidate && NOT_PUBLIC.stream().noneMatch(network -> network.contains(address));
    }

    private record Network(byte[] start, int bits) {

        static Network of(String start, int bits) {
            return new Network(InetAddress.ofLiteral(start).getAddress(), bits);
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % Byte.SIZE;
                if (((bytes[bit / Byte.SIZE] ^ start[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
