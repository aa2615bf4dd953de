package io.sluice.topology;

import io.sluice.balance.RoundRobin;
import io.sluice.balance.Scheduler;
import io.sluice.balance.Sticky;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Small configurations out of few values, so that equal ones and near misses come often. */
final class RandomTopology {

    private RandomTopology() {}

    static Topology of(Random random) {
        List<ListenerSpec> listeners = new ArrayList<>();
        for (String name : names(random, "web", "dns")) {
            listeners.add(new ListenerSpec(
                    name,
                    List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 80 + random.nextInt(2))),
                    Protocol.TCP,
                    "a",
                    random.nextInt(2),
                    List.of(),
                    List.of(),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    0,
                    0));
        }
        List<PoolSpec> pools = new ArrayList<>();
        for (String name : names(random, "a", "b")) {
            Scheduler scheduler = random.nextBoolean() ? new RoundRobin() : new Sticky();
            pools.add(PoolSpec.of(name, scheduler, backends(random)));
        }
        return new Topology(
                new RuntimeSpec(1, Duration.ofSeconds(1), false),
                new AdminSpec(new Endpoint.Unix("/a")),
                new LogSpec(LogSpec.Level.INFO, new LogSpec.Sessions.Off(), LogSpec.Format.TEXT),
                listeners,
                pools);
    }

    private static List<BackendSpec> backends(Random random) {
        List<BackendSpec> backends = new ArrayList<>();
        for (String name : names(random, "x", "y")) {
            backends.add(new BackendSpec(
                    name, new Endpoint.Unix("/" + name), 1 + random.nextInt(2), 0, BackendState.ENABLED));
        }
        return backends;
    }

    private static List<String> names(Random random, String... all) {
        return List.of(all).stream().filter(name -> random.nextInt(4) > 0).toList();
    }

    /** The same with its listeners and pools by name. */
    static Topology sorted(Topology topology) {
        return new Topology(
                topology.runtime(),
                topology.admin(),
                topology.log(),
                topology.listeners().stream()
                        .sorted(Comparator.comparing(ListenerSpec::name))
                        .toList(),
                topology.pools().stream()
                        .sorted(Comparator.comparing(PoolSpec::name))
                        .toList());
    }
}
