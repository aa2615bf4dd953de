package io.sluice.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Addresses on loopback where nobody listens. */
public final class ClosedPort {

    private ClosedPort() {}

    /** A port that was free a moment ago, as the configuration writes it. */
    public static String address() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
