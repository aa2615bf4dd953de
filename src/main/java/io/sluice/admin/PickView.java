package io.sluice.admin;

import io.sluice.model.PickPolicy;
import io.sluice.pool.Narrowing;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a pool is narrowed, and who serves when nobody is left, as JSON. Pure. */
final class PickView {

    private PickView() {}

    static Map<String, Object> of(Narrowing narrowing) {
        PickPolicy policy = narrowing.rules().policy();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("max_rtt_ms", Millis.of(policy.maxRtt().toNanos()));
        view.put("max_fail", policy.maxFail());
        view.put("expected", policy.expected());
        view.put(
                "baselines_ms",
                policy.baselines().stream()
                        .map(each -> Millis.of(each.toNanos()))
                        .toList());
        view.put("learn", policy.learn().word());
        return view;
    }

    /** As the configuration writes it. */
    static String fallback(PoolSnapshot now) {
        Pool other = now.fallback();
        if (other != null) {
            return "pool:" + other.name();
        }
        return now.narrowing().rules().cascades() ? "cascade" : "refuse";
    }
}
