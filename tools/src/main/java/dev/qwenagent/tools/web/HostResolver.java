package dev.qwenagent.tools.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses behind a host's name. Thread-safe. */
@FunctionalInterface
public interface HostResolver {

    /** Asks the system. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * Looks a name up.
     *
     * @param host a name, not an address
     * @return at least one address
     * @throws UnknownHostException if there is none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
