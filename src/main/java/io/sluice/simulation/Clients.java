package io.sluice.simulation;

import io.sluice.model.Flow;
import io.sluice.model.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Who comes: a population of clients, each with an IPv4 address of its own and a favourite among the addresses that are served, all
 * equally busy. Immutable.
 *
 * @param count how many there are, 1 to 2^24
 * @param destinations how many addresses are served, 1 to 2^16
 */
public record Clients(int count, int destinations) {

    private static final int SOURCE_PORT = 40_000;
    private static final int SERVICE_PORT = 80;
    private static final int NETWORK = 10;
    private static final int SERVICE_NETWORK = 198;
    private static final int SERVICE_SUBNET = 18;

    /** Of one service. */
    public Clients(int count) {
        this(count, 1);
    }

    /** The client that this share of all comes before, 0 to below 1. */
    int at(double uniform) {
        return (int) (uniform * count);
    }

    /** A session of this client. */
    Flow flow(int client) {
        int destination = client % destinations;
        return new Flow(
                Protocol.TCP,
                address(NETWORK, client >>> 16, client >>> 8, client, SOURCE_PORT),
                address(SERVICE_NETWORK, SERVICE_SUBNET, destination >>> 8, destination, SERVICE_PORT));
    }

    private static InetSocketAddress address(int first, int second, int third, int fourth, int port) {
        byte[] bytes = {(byte) first, (byte) second, (byte) third, (byte) fourth};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }
}
