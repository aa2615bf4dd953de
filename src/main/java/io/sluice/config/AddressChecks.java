package io.sluice.config;

import io.sluice.config.ListenerDraft.Bound;
import io.sluice.config.PoolDraft.Member;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.topology.AdminSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * No two sockets of this configuration on one address, and no backend that is one of our own listeners: a session to it would
 * come back in as a new one until nothing is left.
 */
final class AddressChecks {

    private static final InetAddress LOCALHOST = IpText.address((byte) 127, (byte) 0, (byte) 0, (byte) 1);

    private AddressChecks() {}

    static void check(AdminSpec admin, List<ListenerDraft> listeners, List<PoolDraft> pools, PoolUsers users) {
        BoundAddresses bound = BoundAddresses.of(admin);
        for (ListenerDraft listener : listeners) {
            requireFree(listener, bound);
        }
        for (PoolDraft pool : pools) {
            for (Protocol protocol : Protocol.values()) {
                if (users.of(pool.spec().name(), protocol) != null) {
                    pool.backends().forEach(backend -> requireForeign(backend, protocol, bound));
                }
            }
        }
    }

    /** A range that clashes in many ports is one problem. */
    private static void requireFree(ListenerDraft listener, BoundAddresses bound) {
        Set<Value> noted = new HashSet<>();
        for (Bound one : listener.bound()) {
            String holder = bound.add(listener.spec().protocol(), one.address(), listener.path());
            if (holder != null && noted.add(one.origin())) {
                one.origin().reject("an address that is free; " + holder + " has it");
            }
        }
    }

    private static void requireForeign(Member backend, Protocol protocol, BoundAddresses bound) {
        InetSocketAddress address = address(backend.spec().endpoint());
        String holder = address == null ? null : bound.reached(protocol, address);
        if (holder != null) {
            backend.address().reject("an address outside of this daemon; " + holder + " is its own");
        }
    }

    private static @Nullable InetSocketAddress address(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Inet inet) {
            return inet.address();
        }
        return endpoint instanceof Endpoint.Named named && named.host().equals("localhost")
                ? new InetSocketAddress(LOCALHOST, named.port())
                : null;
    }
}
