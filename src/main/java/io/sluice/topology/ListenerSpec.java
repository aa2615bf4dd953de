package io.sluice.topology;

import io.sluice.model.Cidr;
import io.sluice.model.Protocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * One listener.
 *
 * @param addresses at least one, port ranges already spelled out; port 0 lets the kernel choose
 * @param pool the name of a pool that exists
 * @param maxSessions sessions it may hold at once; 0 = no limit of its own
 * @param allow source blocks that may come; empty = all
 * @param deny source blocks that may not; wins over {@code allow}
 * @param idleTimeout after which a session without progress ends
 * @param halfCloseTimeout the same, once one side has ended its direction (TCP)
 * @param responses datagrams from the backend after which a session ends; 0 = no limit (UDP)
 * @param requests datagrams from the client after which a session ends; 0 = no limit (UDP)
 */
public record ListenerSpec(
        String name,
        List<InetSocketAddress> addresses,
        Protocol protocol,
        String pool,
        int maxSessions,
        List<Cidr> allow,
        List<Cidr> deny,
        Duration idleTimeout,
        Duration halfCloseTimeout,
        int responses,
        int requests) {

    public ListenerSpec {
        addresses = List.copyOf(addresses);
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }
}
