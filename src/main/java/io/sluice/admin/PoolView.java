package io.sluice.admin;

import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The document of {@code GET /api/v1/pools/{pool}}, from one snapshot of the pool. Pure. */
final class PoolView {

    private PoolView() {}

    /** @param health null when the pool has no check */
    static Map<String, Object> of(Pool pool, @Nullable HealthRecords health) {
        PoolSnapshot now = pool.snapshot();
        List<Member> members = now.members();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", pool.name());
        view.put("scheduler", now.scheduler().name());
        view.put("objective", now.narrowing().rules().policy().objective().word());
        view.put("candidates", candidates(now));
        view.put(
                "backends",
                members.stream()
                        .map(member -> BackendView.of(member, record(member, health)))
                        .toList());
        return view;
    }

    private static @Nullable HealthRecord record(Member member, @Nullable HealthRecords health) {
        return health == null ? null : health.backend(member.backend().name());
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
