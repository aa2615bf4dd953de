package io.sluice.model;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Where a backend listens. {@link #text()} is the form used in names, metrics and logs. */
public sealed interface Endpoint {

    /** The address as a person writes it: {@code 10.0.0.1:80}, {@code [::1]:80}, {@code app.internal:80}, {@code unix:/run/a.sock}. */
    String text();

    /** An IP address and port. The address is always resolved. */
    record Inet(InetSocketAddress address) implements Endpoint {
        public Inet {
            if (address.isUnresolved()) {
                throw new IllegalArgumentException("address: " + address + " (expected: resolved)");
            }
        }

        @Override
        public String text() {
            return format(address);
        }
    }

    /** A UNIX stream socket. */
    record Unix(String path) implements Endpoint {
        @Override
        public String text() {
            return "unix:" + path;
        }
    }

    /** A host name that has not been resolved, or could not be. */
    record Named(String host, int port) implements Endpoint {
        @Override
        public String text() {
            return host + ":" + port;
        }
    }

    /** {@code 10.0.0.1:80} or {@code [::1]:80}, never a host name. */
    static String format(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = AddressText.of(address.getAddress());
        return address.getAddress() instanceof Inet6Address
                ? "[" + host + "]:" + address.getPort()
                : host + ":" + address.getPort();
    }
}
