package io.sluice.config;

import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.topology.AdminSpec;
import io.sluice.topology.ListenerSpec;
import io.sluice.topology.Topology;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that this configuration binds, and who binds them. The two families never meet, since an IPv6 socket takes IPv6
 * only. Port 0 is never taken: the kernel gives each its own. Adding and asking are O(1).
 */
final class BoundAddresses {

    private static final InetAddress ANY_V4 = IpText.address(new byte[4]);
    private static final InetAddress ANY_V6 = IpText.address(new byte[16]);

    private final Map<Port, Holders> ports = new HashMap<>();

    /** Of the whole configuration, the admin plane included. */
    static BoundAddresses of(Topology topology) {
        BoundAddresses bound = of(topology.admin());
        bound.add(topology.listeners());
        return bound;
    }

    /** Of the admin plane. */
    static BoundAddresses of(AdminSpec admin) {
        BoundAddresses bound = new BoundAddresses();
        if (admin.listen() instanceof Endpoint.Inet inet) {
            bound.add(Protocol.TCP, inet.address(), "admin.listen");
        }
        if (admin.metricsListen() instanceof Endpoint.Inet inet) {
            bound.add(Protocol.TCP, inet.address(), "admin.metrics_listen");
        }
        return bound;
    }

    static BoundAddresses of(List<ListenerSpec> listeners) {
        BoundAddresses bound = new BoundAddresses();
        bound.add(listeners);
        return bound;
    }

    private void add(List<ListenerSpec> listeners) {
        for (ListenerSpec listener : listeners) {
            String owner = "listeners." + listener.name();
            listener.addresses().forEach(address -> add(listener.protocol(), address, owner));
        }
    }

    /** Takes the address for the owner unless it is taken; answers who has it then, with the address, or null. */
    @Nullable
    String add(Protocol protocol, InetSocketAddress address, String owner) {
        if (address.getPort() == 0) {
            return null;
        }
        Holders holders = ports.computeIfAbsent(Port.of(protocol, address), port -> new Holders());
        String holder = holders.overlapping(address.getAddress());
        if (holder == null) {
            holders.put(address.getAddress(), owner + " at " + Endpoint.format(address));
        }
        return holder;
    }

    /** Who would answer a dial to this address, or null when nobody here would. */
    @Nullable
    String reached(Protocol protocol, InetSocketAddress address) {
        Holders holders = ports.get(Port.of(protocol, address));
        return holders == null ? null : holders.reached(address.getAddress());
    }

    private record Port(Protocol protocol, boolean isV4, int port) {
        static Port of(Protocol protocol, InetSocketAddress address) {
            return new Port(protocol, address.getAddress() instanceof Inet4Address, address.getPort());
        }
    }

    /** Who holds which address of one port and family. */
    private static final class Holders {

        private final Map<InetAddress, String> exact = new HashMap<>();
        private @Nullable String first;

        void put(InetAddress address, String holder) {
            exact.put(address, holder);
            first = first == null ? holder : first;
        }

        @Nullable
        String overlapping(InetAddress address) {
            return address.isAnyLocalAddress() ? first : exactOrAny(address, true);
        }

        @Nullable
        String reached(InetAddress address) {
            return exactOrAny(address, address.isLoopbackAddress());
        }

        private @Nullable String exactOrAny(InetAddress address, boolean orAny) {
            String holder = exact.get(address);
            if (holder != null || !orAny) {
                return holder;
            }
            return exact.get(address instanceof Inet4Address ? ANY_V4 : ANY_V6);
        }
    }
}
