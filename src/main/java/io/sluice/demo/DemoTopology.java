package io.sluice.demo;

import io.sluice.balance.RoundRobin;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.topology.AdminSpec;
import io.sluice.topology.ListenerSpec;
import io.sluice.topology.LogSpec;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.RuntimeSpec;
import io.sluice.topology.Topology;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The demo's configuration, made by code: the demo needs no file. */
public final class DemoTopology {

    static final Duration UDP_IDLE = Duration.ofSeconds(10);

    private DemoTopology() {}

    /** A TCP and a UDP listener, each before a pool of all backends in turn. */
    public static Topology of(DemoPorts ports, DemoBackends backends) {
        return new Topology(
                new RuntimeSpec(0, Duration.ofSeconds(1), false),
                new AdminSpec(new Endpoint.Inet(ports.adminAddress())),
                new LogSpec(LogSpec.Level.WARN, new LogSpec.Sessions.Stdout(), LogSpec.Format.TEXT),
                List.of(
                        listener("demo-tcp", Protocol.TCP, ports.tcpAddress(), Duration.ofHours(1)),
                        listener("demo-udp", Protocol.UDP, ports.udpAddress(), UDP_IDLE)),
                List.of(
                        pool("demo-tcp", backends, DemoBackend::tcpAddress),
                        pool("demo-udp", backends, DemoBackend::udpAddress)));
    }

    private static ListenerSpec listener(
            String name, Protocol protocol, InetSocketAddress address, Duration idleTimeout) {
        return new ListenerSpec(
                name,
                List.of(address),
                protocol,
                name,
                0,
                List.of(),
                List.of(),
                idleTimeout,
                Duration.ofMinutes(5),
                0,
                0);
    }

    private static PoolSpec pool(
            String name, DemoBackends backends, Function<DemoBackend, InetSocketAddress> addressOf) {
        List<BackendSpec> specs = backends.all().stream()
                .map(backend -> new BackendSpec(
                        backend.name(), new Endpoint.Inet(addressOf.apply(backend)), 1, 0, BackendState.ENABLED))
                .toList();
        return PoolSpec.of(name, new RoundRobin(), specs);
    }
}
