package io.sluice.admin;

import io.sluice.control.Inventory;
import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.topology.LiveView;
import java.util.HashMap;
import java.util.Map;

/** The counters of the running daemon at the moment when this is made. Immutable. */
final class InventoryLive implements LiveView {

    private final Map<String, Integer> listeners = new HashMap<>();
    private final Map<String, Map<String, Integer>> backends = new HashMap<>();
    private final Inventory inventory;

    InventoryLive(Inventory inventory) {
        this.inventory = inventory;
        inventory
                .listeners()
                .forEach(each -> listeners.put(each.name(), each.stats().active()));
        for (Pool pool : inventory.pools()) {
            Map<String, Integer> sessions = new HashMap<>();
            for (Member member : pool.snapshot().members()) {
                sessions.put(member.backend().name(), member.backend().stats().active());
            }
            backends.put(pool.name(), sessions);
        }
    }

    @Override
    public int sessionsOf(String pool, String backend) {
        return backends.getOrDefault(pool, Map.of()).getOrDefault(backend, 0);
    }

    @Override
    public int sessionsOf(String listener) {
        return listeners.getOrDefault(listener, 0);
    }

    @Override
    public long meanProbeNanos(String pool, String backend) {
        HealthRecords records = inventory.health(pool);
        HealthRecord record = records == null ? null : records.backend(backend);
        return record == null ? 0 : record.health().statistics().meanNanos();
    }
}
