package io.sluice.topology;

import io.sluice.health.CheckSpec;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks for what is dangerous about a reload. Pure but for what it asks the live view. */
public final class Risks {

    private final Topology running;
    private final Topology next;
    private final LiveView live;
    private final List<Risk> found = new ArrayList<>();

    private Risks(Topology running, Topology next, LiveView live) {
        this.running = running;
        this.next = next;
        this.live = live;
    }

    /** Everything dangerous about going from one configuration to the other; what was so before is no risk of the reload. */
    public static List<Risk> of(Topology running, Topology next, LiveView live) {
        Risks risks = new Risks(running, next, live);
        risks.listeners();
        next.pools().forEach(risks::pool);
        return List.copyOf(risks.found);
    }

    private void listeners() {
        Set<String> kept = next.listeners().stream().map(ListenerSpec::name).collect(Collectors.toSet());
        boolean losesAll = running.listeners().stream().noneMatch(each -> kept.contains(each.name()));
        if (losesAll && !running.listeners().isEmpty()) {
            add("listeners", "every listener is removed");
        }
        for (ListenerSpec listener : next.listeners()) {
            int sessions = live.sessionsOf(listener.name());
            if (listener.maxSessions() > 0 && sessions > listener.maxSessions() && isNew(listener)) {
                add(
                        "listeners." + listener.name(),
                        "max_sessions " + listener.maxSessions() + " is below the " + sessions + " sessions open now");
            }
        }
    }

    private boolean isNew(ListenerSpec listener) {
        return running.listeners().stream()
                .filter(old -> old.name().equals(listener.name()))
                .noneMatch(old -> old.maxSessions() == listener.maxSessions());
    }

    private void pool(PoolSpec now) {
        PoolSpec old = old(now.name());
        if (now.equals(old)) {
            return;
        }
        if (old != null) {
            removed(old, now);
        }
        check(old, now);
        if (takesNobody(now) && (old == null || !takesNobody(old))) {
            add(place(now), "no backend takes sessions: all have weight 0 or are not enabled");
        }
        now.backends().forEach(backend -> limit(old, now, backend));
    }

    private void removed(PoolSpec old, PoolSpec now) {
        Set<String> names = new HashSet<>();
        now.backends().forEach(backend -> names.add(backend.name()));
        boolean losesAll = old.backends().stream().noneMatch(backend -> names.contains(backend.name()));
        if (losesAll && !old.backends().isEmpty()) {
            add(place(now), "every backend is removed");
        }
    }

    private void check(@Nullable PoolSpec old, PoolSpec now) {
        CheckSpec check = now.check();
        if (check == null) {
            if (old != null && old.check() != null) {
                add(place(now), "has no check any more: backends that fail go on taking sessions");
            }
            return;
        }
        long mean = now.backends().stream()
                .mapToLong(backend -> live.meanProbeNanos(now.name(), backend.name()))
                .max()
                .orElse(0);
        boolean isSame = old != null && Objects.equals(old.check(), check);
        if (!isSame && check.timing().timeout().toNanos() < mean) {
            add(
                    place(now) + ".check",
                    "timeout " + ValueText.of(check.timing().timeout()) + " is below the mean of a backend's probes, "
                            + mean / 1_000_000.0 + " ms: it would fail");
        }
    }

    private static boolean takesNobody(PoolSpec pool) {
        return pool.backends().stream()
                .noneMatch(backend -> backend.weight() > 0 && backend.state() == BackendState.ENABLED);
    }

    private void limit(@Nullable PoolSpec old, PoolSpec now, BackendSpec backend) {
        int sessions = live.sessionsOf(now.name(), backend.name());
        boolean isSame = old != null
                && old.backends().stream()
                        .anyMatch(each ->
                                each.name().equals(backend.name()) && each.maxSessions() == backend.maxSessions());
        if (!isSame && backend.maxSessions() > 0 && sessions > backend.maxSessions()) {
            add(
                    place(now) + ".backends." + backend.name(),
                    "max_sessions " + backend.maxSessions() + " is below the " + sessions + " sessions open now");
        }
    }

    private @Nullable PoolSpec old(String name) {
        for (PoolSpec pool : running.pools()) {
            if (pool.name().equals(name)) {
                return pool;
            }
        }
        return null;
    }

    private static String place(PoolSpec pool) {
        return "pools." + pool.name();
    }

    private void add(String place, String words) {
        found.add(new Risk(place, words));
    }
}
