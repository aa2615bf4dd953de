package io.sluice.config;

import io.sluice.config.ConfigResult.Loaded;
import io.sluice.health.CheckSpec;
import io.sluice.health.Reference;
import io.sluice.model.BackendSpec;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.Topology;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the host names of backends by addresses. Each name is asked once, all of them at the same time; the first IPv4
 * address of the answer is taken, or else its first address. A backend whose name has no answer in time, or whose address is a
 * listener of this configuration, keeps its name, takes no traffic and is warned of. Stateless; blocks for five seconds at most,
 * so never call it on an event loop.
 */
public final class NameResolution {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String UNRESOLVED =
            "a name that resolves; until a reload finds it, this backend takes no traffic";

    private final NameLookups lookups;

    /** Asks the operating system. */
    public NameResolution() {
        this(InetAddress::getAllByName, DEADLINE);
    }

    /** @param deadline for all names together */
    NameResolution(Resolver resolver, Duration deadline) {
        this.lookups = new NameLookups(resolver, deadline);
    }

    /** The configuration with its names resolved as far as they can be. */
    public Resolved resolve(Loaded loaded) {
        Topology topology = loaded.topology();
        List<String> hosts =
                names(topology).map(Endpoint.Named::host).distinct().toList();
        if (hosts.isEmpty()) {
            return new Resolved(topology, List.of());
        }
        Map<String, InetAddress> found = lookups.all(hosts);
        Own own =
                new Own(BoundAddresses.of(topology.listeners()), new PoolUsers(topology.listeners(), topology.pools()));
        List<Problem> warnings = new ArrayList<>();
        List<PoolSpec> pools = topology.pools().stream()
                .map(pool -> resolved(pool, found, own, loaded.origins(), warnings))
                .toList();
        Topology resolved =
                new Topology(topology.runtime(), topology.admin(), topology.log(), topology.listeners(), pools);
        return new Resolved(resolved, warnings);
    }

    private static Stream<Endpoint.Named> names(Topology topology) {
        return topology.pools().stream()
                .flatMap(NameResolution::endpoints)
                .filter(Endpoint.Named.class::isInstance)
                .map(Endpoint.Named.class::cast);
    }

    private static Stream<Endpoint> endpoints(PoolSpec pool) {
        Reference reference = pool.check() == null ? null : pool.check().connectivity();
        return Stream.concat(
                pool.backends().stream().map(BackendSpec::endpoint),
                Stream.ofNullable(reference).map(Reference::target));
    }

    private static PoolSpec resolved(
            PoolSpec pool, Map<String, InetAddress> found, Own own, Origins origins, List<Problem> warnings) {
        List<BackendSpec> backends = new ArrayList<>();
        for (BackendSpec backend : pool.backends()) {
            if (!(backend.endpoint() instanceof Endpoint.Named named)) {
                backends.add(backend);
                continue;
            }
            InetAddress address = found.get(named.host());
            String trouble = address == null ? UNRESOLVED : own.trouble(pool.name(), address, named.port());
            if (trouble != null) {
                warnings.add(origins.warning(pool.name(), backends.size(), named.text(), trouble));
            }
            backends.add(
                    trouble == null && address != null
                            ? backend.at(new Endpoint.Inet(new InetSocketAddress(address, named.port())))
                            : backend);
        }
        CheckSpec check = resolved(pool.check(), found);
        return check == null ? pool.with(backends) : pool.with(backends).with(check);
    }

    /** A reference without an address fails, as it would in a network without DNS. */
    private static @Nullable CheckSpec resolved(@Nullable CheckSpec check, Map<String, InetAddress> found) {
        Reference reference = check == null ? null : check.connectivity();
        if (check == null || reference == null || !(reference.target() instanceof Endpoint.Named named)) {
            return check;
        }
        InetAddress address = found.get(named.host());
        return address == null
                ? check
                : check.with(reference.at(new Endpoint.Inet(new InetSocketAddress(address, named.port()))));
    }

    /** Our own listeners, and which pools they use. */
    private record Own(BoundAddresses bound, PoolUsers users) {

        /** What to expect instead of an address that leads a session back to where it came from; null for all others. */
        @Nullable
        String trouble(String pool, InetAddress address, int port) {
            for (Protocol protocol : Protocol.values()) {
                String owner = users.of(pool, protocol) == null
                        ? null
                        : bound.reached(protocol, new InetSocketAddress(address, port));
                if (owner != null) {
                    return "an address outside of this daemon; it resolves to " + owner + ", and takes no traffic";
                }
            }
            return null;
        }
    }
}
