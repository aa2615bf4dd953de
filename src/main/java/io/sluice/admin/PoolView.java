package io.sluice.admin;

import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The document of {@code GET /api/v1/pools/{pool}}, from one snapshot of the pool. Pure. */
final class PoolView {

    private PoolView() {}

    static Map<String, Object> of(Pool pool) {
        PoolSnapshot now = pool.snapshot();
        List<Member> members = now.members();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", pool.name());
        view.put("scheduler", now.scheduler().name());
        view.put("objective", now.narrowing().rules().policy().objective().word());
        view.put("candidates", candidates(now));
        view.put("backends", members.stream().map(BackendView::of).toList());
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
