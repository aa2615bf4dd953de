package io.sluice.config;

import io.sluice.model.Cidr;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.topology.Topology;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a backend that a command adds would be one that the configuration may have. Stateless; any thread. */
public final class AddedBackend {

    private AddedBackend() {}

    private static boolean isAllowed(Endpoint endpoint, List<Cidr> allowed) {
        return endpoint instanceof Endpoint.Inet inet
                && allowed.stream()
                        .anyMatch(block -> block.contains(inet.address().getAddress()));
    }

    /** Why this pool of the configuration cannot have a backend there, or null when it can. */
    public static @Nullable String trouble(Topology topology, String pool, Endpoint endpoint) {
        PoolUsers users = new PoolUsers(topology.listeners(), topology.pools());
        String datagrams = users.of(pool, Protocol.UDP);
        List<Cidr> allowed = topology.admin().allowBackends();
        if (!allowed.isEmpty() && !isAllowed(endpoint, allowed)) {
            return "an address in admin.allow_backends: " + allowed;
        }
        if (endpoint instanceof Endpoint.Unix) {
            return datagrams == null ? null : "an IP address: listener " + datagrams + " sends datagrams there";
        }
        if (!(endpoint instanceof Endpoint.Inet inet)) {
            return Formats.PLAIN_ADDRESS.expected();
        }
        BoundAddresses bound = BoundAddresses.of(topology);
        for (Protocol protocol : Protocol.values()) {
            String owner = users.of(pool, protocol) == null ? null : bound.reached(protocol, inet.address());
            if (owner != null) {
                return "an address outside of this daemon; " + owner + " is its own";
            }
        }
        return null;
    }
}
