package io.sluice.config;

import io.sluice.model.Protocol;
import io.sluice.topology.ListenerSpec;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.PoolSpec.Fallback;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which listeners' sessions may come to which pool, by reference or by fallback. Names that do not exist end a chain. Built in
 * O(pools + listeners), since a chain that was walked for a protocol is not walked again; immutable.
 */
final class PoolUsers {

    private final Map<String, PoolSpec> pools = new HashMap<>();
    private final Map<Protocol, Map<String, String>> users = new EnumMap<>(Protocol.class);

    PoolUsers(List<ListenerSpec> listeners, List<PoolSpec> pools) {
        pools.forEach(pool -> this.pools.put(pool.name(), pool));
        for (Protocol protocol : Protocol.values()) {
            users.put(protocol, new HashMap<>());
        }
        listeners.forEach(this::follow);
    }

    private void follow(ListenerSpec listener) {
        Map<String, String> marked = users.getOrDefault(listener.protocol(), Map.of());
        PoolSpec pool = pools.get(listener.pool());
        while (pool != null && marked.putIfAbsent(pool.name(), listener.name()) == null) {
            pool = next(pool);
        }
    }

    private @Nullable PoolSpec next(PoolSpec pool) {
        return pool.fallback() instanceof Fallback.ToPool to ? pools.get(to.pool()) : null;
    }

    /** The name of a listener of this protocol whose sessions may come to the pool, or null when there is none. */
    @Nullable
    String of(String pool, Protocol protocol) {
        return users.getOrDefault(protocol, Map.of()).get(pool);
    }
}
