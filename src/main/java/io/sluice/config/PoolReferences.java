package io.sluice.config;

import io.sluice.config.PoolDraft.Member;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.topology.PoolSpec.Fallback;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether every pool that is named exists, fallbacks come to an end, and the backends can serve the protocols that reach them.
 *
 * @param pools by name
 * @param known their names, in the words of a message
 */
record PoolReferences(List<ListenerDraft> listeners, Map<String, PoolDraft> pools, String known, PoolUsers users) {

    static void check(List<ListenerDraft> listeners, List<PoolDraft> pools, PoolUsers users) {
        Map<String, PoolDraft> byName = new LinkedHashMap<>();
        pools.forEach(pool -> byName.put(pool.spec().name(), pool));
        new PoolReferences(listeners, byName, Shown.oneOf(List.copyOf(byName.keySet())), users).check();
    }

    private void check() {
        listeners.forEach(
                listener -> requireKnown(listener.pool(), listener.spec().pool()));
        for (PoolDraft pool : pools.values()) {
            if (pool.spec().fallback() instanceof Fallback.ToPool to) {
                requireKnown(pool.fallback(), to.pool());
            }
            requireDatagrams(pool);
            warnIfUnused(pool);
        }
        requireEnds();
    }

    private void requireKnown(@Nullable Value reference, String name) {
        if (reference != null && !pools.isEmpty() && !pools.containsKey(name)) {
            String nearest = Nearest.to(name, pools.keySet());
            reference.reject("the name of a pool: "
                    + (nearest == null || pools.size() == 1 ? known : nearest + ", or " + known));
        }
    }

    private void requireDatagrams(PoolDraft pool) {
        String listener = users.of(pool.spec().name(), Protocol.UDP);
        for (Member member : pool.backends()) {
            if (listener != null && member.spec().endpoint() instanceof Endpoint.Unix) {
                member.address().reject("IP:PORT or NAME:PORT, since listeners." + listener + " brings UDP here");
            }
        }
    }

    private void warnIfUnused(PoolDraft pool) {
        String name = pool.spec().name();
        if (users.of(name, Protocol.TCP) == null && users.of(name, Protocol.UDP) == null) {
            Section section = pool.section();
            section.problems().warning(section.home(), section.path(), "unused", "a listener that uses this pool");
        }
    }

    /** Notes every circle of fallbacks once, at the pool of it that is met first. */
    private void requireEnds() {
        Set<String> settled = new HashSet<>();
        for (PoolDraft start : pools.values()) {
            Set<String> walked = new LinkedHashSet<>();
            PoolDraft pool = start;
            while (pool != null
                    && !settled.contains(pool.spec().name())
                    && walked.add(pool.spec().name())) {
                pool = next(pool);
            }
            if (pool != null && walked.contains(pool.spec().name()) && pool.fallback() != null) {
                pool.fallback().reject("a pool that does not lead back here: " + circle(pool, walked));
            }
            settled.addAll(walked);
        }
    }

    private @Nullable PoolDraft next(PoolDraft pool) {
        return pool.spec().fallback() instanceof Fallback.ToPool to ? pools.get(to.pool()) : null;
    }

    private static String circle(PoolDraft pool, Set<String> walked) {
        String name = pool.spec().name();
        List<String> names = new ArrayList<>(walked);
        names.add(name);
        return String.join(" -> ", names.subList(names.indexOf(name), names.size()));
    }
}
