package io.sluice.admin;

import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.pool.Affinity;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import io.sluice.pool.WaitingLine;
import io.sluice.topology.RuntimeChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The document of {@code GET /api/v1/pools/{pool}}, from one snapshot of the pool. Pure. */
final class PoolView {

    private PoolView() {}

    /** @param health null when the pool has no check */
    static Map<String, Object> of(Pool pool, @Nullable HealthRecords health, RuntimeChanges changes) {
        PoolSnapshot now = pool.snapshot();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", pool.name());
        view.put("scheduler", now.scheduler().name());
        view.put("objective", now.narrowing().rules().policy().objective().word());
        view.put("pick", PickView.of(now.narrowing()));
        view.put("fallback", PickView.fallback(now));
        view.put("candidates", candidates(now));
        view.put("queue", queue(pool.line()));
        view.put("affinity", affinity(pool.affinity()));
        view.put("backends", backends(now, health, changes));
        view.put("removed_at_run_time", changes.removed(pool.name()));
        return view;
    }

    private static List<Map<String, Object>> backends(
            PoolSnapshot now, @Nullable HealthRecords health, RuntimeChanges changes) {
        List<Map<String, Object>> backends = new ArrayList<>();
        for (int index = 0; index < now.size(); index++) {
            backends.add(backend(now.members().get(index), Standing.of(now, index), health, changes));
        }
        return backends;
    }

    /** One backend of the pool. */
    static Map<String, Object> backend(
            Member member, @Nullable Standing standing, @Nullable HealthRecords health, RuntimeChanges changes) {
        Map<String, Object> view = BackendView.of(member, standing, record(member, health));
        view.put(
                "set_at_run_time",
                changes.keys(member.backend().pool(), member.backend().name()));
        return view;
    }

    private static @Nullable HealthRecord record(Member member, @Nullable HealthRecords health) {
        return health == null ? null : health.backend(member.backend().name());
    }

    /** Null for a pool in which nobody waits. */
    private static @Nullable Map<String, Object> queue(WaitingLine line) {
        if (!line.rules().isOn()) {
            return null;
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("waiting", line.stats().waiting());
        view.put("max", line.rules().max());
        view.put("queued_total", line.stats().queuedTotal());
        return view;
    }

    /** Null for a pool that remembers nobody. */
    private static @Nullable Map<String, Object> affinity(@Nullable Affinity affinity) {
        if (affinity == null) {
            return null;
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("entries", affinity.entries());
        view.put("max", affinity.rules().max());
        view.put("refused_total", affinity.refusedTotal());
        return view;
    }

    private static List<String> candidates(PoolSnapshot now) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            if (now.isCandidate(i)) {
                names.add(now.name(i));
            }
        }
        return names;
    }
}
