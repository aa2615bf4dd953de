package io.sluice.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One address and the ports of it that a listener serves.
 *
 * @param first included
 * @param last included; equal to {@code first} for a single port
 */
record PortRange(InetAddress address, int first, int last) {

    int size() {
        return last - first + 1;
    }

    Stream<InetSocketAddress> addresses() {
        return IntStream.rangeClosed(first, last).mapToObj(port -> new InetSocketAddress(address, port));
    }
}
