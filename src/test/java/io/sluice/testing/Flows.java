package io.sluice.testing;

import io.sluice.model.Flow;
import io.sluice.model.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Imaginary sessions. */
public final class Flows {

    private static final InetSocketAddress HERE = address("198.51.100.1", 80);

    private Flows() {}

    /** A TCP session from this IP address. */
    public static Flow from(String address) {
        return new Flow(Protocol.TCP, address(address, 40_000), HERE);
    }

    /** A TCP session of the client with this number, each with an IPv4 address of its own. */
    public static Flow from(int client) {
        return from("10." + (client >> 16 & 0xFF) + "." + (client >> 8 & 0xFF) + "." + (client & 0xFF));
    }

    private static InetSocketAddress address(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address + " (expected: an IP address)", e);
        }
    }
}
