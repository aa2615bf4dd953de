package io.sluice.admin;

import io.sluice.control.Inventory;
import io.sluice.control.Inventory.ConfigVersion;
import io.sluice.control.Inventory.Readiness;
import io.sluice.topology.RuntimeChanges;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The document of {@code GET /api/v1/status}. Pure. */
final class StatusView {

    private StatusView() {}

    static Map<String, Object> of(Inventory inventory, String version) {
        RuntimeChanges changes = inventory.runtimeChanges();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("version", version);
        view.put("uptime_seconds", inventory.uptime().toSeconds());
        view.put("config", config(inventory.config(), inventory.confirmWithin()));
        view.put("ready", inventory.readiness() == Readiness.READY);
        view.put("readiness", inventory.readiness().word());
        view.put("health_frozen", inventory.isHealthFrozen());
        view.put("sessions", inventory.places().taken());
        view.put("sessions_limit", inventory.places().limit());
        view.put(
                "listeners",
                inventory.listeners().stream().map(ListenerView::of).toList());
        view.put(
                "pools",
                inventory.pools().stream()
                        .map(pool -> PoolView.of(pool, inventory.health(pool.name()), changes))
                        .toList());
        return view;
    }

    private static Map<String, Object> config(ConfigVersion config, @Nullable Duration confirmWithin) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("version", config.version());
        view.put("hash", config.hash());
        view.put("confirm_within_seconds", confirmWithin == null ? null : confirmWithin.toSeconds());
        return view;
    }
}
