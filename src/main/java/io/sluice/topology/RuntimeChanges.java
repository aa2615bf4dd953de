package io.sluice.topology;

import io.sluice.model.BackendSpec;
import io.sluice.topology.RuntimeChange.Added;
import io.sluice.topology.RuntimeChange.Altered;
import io.sluice.topology.RuntimeChange.Removed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What operators have changed at run time: the difference between the configuration and what runs. It is computed when it is asked
 * for, so nothing has to be kept that could go out of step. Immutable; O(n) in backends.
 */
public record RuntimeChanges(List<RuntimeChange> changes) {

    public static final RuntimeChanges NONE = new RuntimeChanges(List.of());

    public RuntimeChanges {
        changes = List.copyOf(changes);
    }

    /**
     * Compares.
     *
     * @param written the configuration in force
     * @param running the same, its backends as they are
     */
    public static RuntimeChanges between(Topology written, Topology running) {
        Map<String, PoolSpec> pools = new LinkedHashMap<>();
        written.pools().forEach(pool -> pools.put(pool.name(), pool));
        List<RuntimeChange> changes = new ArrayList<>();
        for (PoolSpec now : running.pools()) {
            PoolSpec wrote = pools.get(now.name());
            if (wrote != null) {
                compare(wrote, now, changes);
            }
        }
        return new RuntimeChanges(changes);
    }

    private static void compare(PoolSpec written, PoolSpec running, List<RuntimeChange> changes) {
        String pool = running.name();
        for (BackendSpec wrote : written.backends()) { // first: what is added may have the name of what was removed
            if (find(running.backends(), wrote) == null) {
                changes.add(new Removed(pool, wrote));
            }
        }
        for (BackendSpec now : running.backends()) {
            BackendSpec wrote = find(written.backends(), now);
            if (wrote == null) {
                changes.add(new Added(pool, now));
            } else if (!wrote.equals(now)) {
                changes.add(new Altered(pool, wrote, now));
            }
        }
    }

    /** The same backend: name and address are what makes it one. */
    private static @Nullable BackendSpec find(List<BackendSpec> among, BackendSpec sought) {
        for (BackendSpec each : among) {
            if (each.name().equals(sought.name()) && each.endpoint().equals(sought.endpoint())) {
                return each;
            }
        }
        return null;
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** What was said of a backend that the pool has: its keys, {@code added} for one that the configuration does not know. */
    public List<String> keys(String pool, String backend) {
        return of(pool).stream()
                .filter(change -> change.backend().equals(backend))
                .flatMap(change -> change.keys().stream())
                .toList();
    }

    /** The names of the backends that the configuration has and the pool has no more. */
    public List<String> removed(String pool) {
        return of(pool).stream()
                .filter(Removed.class::isInstance)
                .map(RuntimeChange::backend)
                .toList();
    }

    private List<RuntimeChange> of(String pool) {
        return changes.stream().filter(change -> change.pool().equals(pool)).toList();
    }

    /**
     * Another configuration with these changes made to it, as far as it has what they are about: a backend that was added is left out
     * where its name or address is taken, a backend that has another address now is another one.
     */
    public Topology over(Topology next) {
        return next.with(next.pools().stream().map(this::over).toList());
    }

    private PoolSpec over(PoolSpec next) {
        List<BackendSpec> backends = new ArrayList<>(next.backends());
        for (RuntimeChange change : of(next.name())) {
            if (change instanceof Added added) {
                add(backends, added.now());
            } else if (change instanceof Removed removed) {
                backends.removeIf(each -> isSame(each, removed.written()));
            } else if (change instanceof Altered altered) {
                backends.replaceAll(each -> isSame(each, altered.now()) ? altered(each, altered) : each);
            }
        }
        return backends.equals(next.backends()) ? next : next.with(backends);
    }

    private static void add(List<BackendSpec> backends, BackendSpec added) {
        boolean isTaken = backends.stream()
                .anyMatch(each ->
                        each.name().equals(added.name()) || each.endpoint().equals(added.endpoint()));
        if (!isTaken) {
            backends.add(added);
        }
    }

    private static boolean isSame(BackendSpec one, BackendSpec other) {
        return one.name().equals(other.name()) && one.endpoint().equals(other.endpoint());
    }

    /** Only what was changed at run time; for the rest the configuration is heard. */
    private static BackendSpec altered(BackendSpec next, Altered change) {
        BackendSpec wrote = change.written();
        BackendSpec now = change.now();
        return new BackendSpec(
                next.name(),
                next.endpoint(),
                wrote.weight() == now.weight() ? next.weight() : now.weight(),
                wrote.maxSessions() == now.maxSessions() ? next.maxSessions() : now.maxSessions(),
                wrote.state() == now.state() ? next.state() : now.state(),
                wrote.priority() == now.priority() ? next.priority() : now.priority(),
                next.backup());
    }

    /** Those that would be undone by going over to this configuration, a line each. */
    public List<String> undoneBy(Topology next) {
        Map<String, PoolSpec> pools = new LinkedHashMap<>();
        next.pools().forEach(pool -> pools.put(pool.name(), pool));
        List<String> undone = new ArrayList<>();
        for (RuntimeChange change : changes) {
            PoolSpec pool = pools.get(change.pool());
            if (pool != null) {
                undone.addAll(undoneBy(pool, change));
            }
        }
        return undone;
    }

    private static List<String> undoneBy(PoolSpec next, RuntimeChange change) {
        String place = "pool " + change.pool() + ": backend " + change.backend() + ": ";
        if (change instanceof Added added) {
            return find(next.backends(), added.now()) == null
                    ? List.of(place + "added at run time, would be removed")
                    : List.of();
        }
        if (change instanceof Removed removed) {
            return find(next.backends(), removed.written()) == null
                    ? List.of()
                    : List.of(place + "removed at run time, would come back");
        }
        Altered altered = (Altered) change; // the only other kind
        BackendSpec then = find(next.backends(), altered.now());
        return then == null
                ? List.of()
                : settings(altered, then).stream().map(place::concat).toList();
    }

    private static List<String> settings(Altered change, BackendSpec then) {
        return RecordDiff.of("", change.now(), then).stream()
                .filter(setting -> change.keys().contains(setting.key()))
                .map(setting -> setting.key() + " " + setting.from() + " (set at run time) -> " + setting.to())
                .toList();
    }
}
