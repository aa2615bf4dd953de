package io.sluice.control;

import io.sluice.model.Protocol;
import io.sluice.topology.ListenerSpec;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The TCP addresses that our listeners leave in a reload: others of ours may bind them before they are free. */
final class GivenUp {

    private final List<InetSocketAddress> addresses = new ArrayList<>();

    /** Adds what this listener has now and will not have. */
    void add(ListenerSpec before, List<InetSocketAddress> kept) {
        if (before.protocol() == Protocol.TCP) {
            before.addresses().stream()
                    .filter(address -> !kept.contains(address))
                    .forEach(addresses::add);
        }
    }

    /** True when a socket on this address would be in the way of one of them, or the other way about. */
    boolean covers(InetSocketAddress wanted) {
        return addresses.stream()
                .anyMatch(address -> address.getPort() == wanted.getPort()
                        && (address.equals(wanted)
                                || address.getAddress().isAnyLocalAddress()
                                || wanted.getAddress().isAnyLocalAddress()));
    }
}
