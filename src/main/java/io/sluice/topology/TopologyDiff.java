package io.sluice.topology;

import io.sluice.model.BackendSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a reload from one configuration to another would change, in the order of the sections. Two configurations that differ in
 * nothing but the order of their listeners and pools have no changes. Immutable.
 */
public record TopologyDiff(List<Change> changes) {

    public TopologyDiff {
        changes = List.copyOf(changes);
    }

    /** Compares. O(n) in listeners, addresses and backends. */
    public static TopologyDiff between(Topology running, Topology next) {
        List<Change> changes = new ArrayList<>();
        process(running, next, changes);
        listeners(running, next, changes);
        pools(running, next, changes);
        return new TopologyDiff(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The changes of one kind, in order. */
    public <C extends Change> List<C> of(Class<C> kind) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static void process(Topology running, Topology next, List<Change> changes) {
        List<Setting> restart = new ArrayList<>();
        List<Setting> live = new ArrayList<>();
        for (Setting setting : RecordDiff.of("runtime", running.runtime(), next.runtime())) {
            (setting.key().equals("runtime.workers") ? restart : live).add(setting);
        }
        restart.addAll(RecordDiff.of("admin", running.admin(), next.admin()));
        for (Setting setting : RecordDiff.of("log", running.log(), next.log())) {
            (setting.key().equals("log.level") ? live : restart).add(setting);
        }
        if (!live.isEmpty()) {
            changes.add(new Change.ProcessChanged(List.copyOf(live)));
        }
        if (!restart.isEmpty()) {
            changes.add(new Change.RestartNeeded(List.copyOf(restart)));
        }
    }

    private static void listeners(Topology running, Topology next, List<Change> changes) {
        Map<String, ListenerSpec> before = byName(running.listeners(), ListenerSpec::name);
        Map<String, ListenerSpec> after = byName(next.listeners(), ListenerSpec::name);
        after.values().stream()
                .filter(each -> !before.containsKey(each.name()))
                .forEach(each -> changes.add(new Change.ListenerOpened(each)));
        for (ListenerSpec old : before.values()) {
            ListenerSpec now = after.get(old.name());
            if (now == null) {
                changes.add(new Change.ListenerClosed(old));
            } else if (!old.equals(now)) {
                changes.add(changed(old, now));
            }
        }
    }

    private static Change changed(ListenerSpec old, ListenerSpec now) {
        List<Setting> settings = new ArrayList<>(RecordDiff.of("", old, now, "addresses"));
        var gained = without(now.addresses(), old.addresses());
        var lost = without(old.addresses(), now.addresses());
        if (gained.isEmpty() && lost.isEmpty() && !old.addresses().equals(now.addresses())) {
            settings.add(new Setting("listen", ValueText.of(old.addresses()), ValueText.of(now.addresses())));
        }
        return new Change.ListenerChanged(now, gained, lost, List.copyOf(settings));
    }

    private static void pools(Topology running, Topology next, List<Change> changes) {
        Map<String, PoolSpec> before = byName(running.pools(), PoolSpec::name);
        Map<String, PoolSpec> after = byName(next.pools(), PoolSpec::name);
        after.values().stream()
                .filter(each -> !before.containsKey(each.name()))
                .forEach(each -> changes.add(new Change.PoolAdded(each)));
        for (PoolSpec old : before.values()) {
            PoolSpec now = after.get(old.name());
            if (now == null) {
                changes.add(new Change.PoolRemoved(old));
            } else if (!old.equals(now)) {
                pool(old, now, changes);
            }
        }
    }

    private static void pool(PoolSpec old, PoolSpec now, List<Change> changes) {
        List<Setting> settings = new ArrayList<>(RecordDiff.of("", old, now, "backends"));
        List<String> oldOrder = common(old, now);
        List<String> newOrder = common(now, old);
        if (!oldOrder.equals(newOrder)) {
            settings.add(new Setting("backends", ValueText.of(oldOrder), ValueText.of(newOrder)));
        }
        if (!settings.isEmpty()) {
            changes.add(new Change.PoolChanged(now.name(), List.copyOf(settings)));
        }
        backends(old, now, changes);
    }

    /** The names that both have, in the order of the first. */
    private static List<String> common(PoolSpec of, PoolSpec other) {
        Map<String, BackendSpec> others = byName(other.backends(), BackendSpec::name);
        return of.backends().stream()
                .map(BackendSpec::name)
                .filter(others::containsKey)
                .toList();
    }

    private static void backends(PoolSpec old, PoolSpec now, List<Change> changes) {
        String pool = now.name();
        Map<String, BackendSpec> before = byName(old.backends(), BackendSpec::name);
        Map<String, BackendSpec> after = byName(now.backends(), BackendSpec::name);
        for (BackendSpec added : without(now.backends(), before)) {
            changes.add(
                    new Change.BackendAdded(pool, added.name(), added.endpoint().text()));
        }
        for (BackendSpec removed : without(old.backends(), after)) {
            changes.add(new Change.BackendRemoved(
                    pool, removed.name(), removed.endpoint().text()));
        }
        for (BackendSpec each : before.values()) {
            BackendSpec same = after.get(each.name());
            if (same != null && !same.equals(each)) {
                changes.add(new Change.BackendChanged(pool, each.name(), RecordDiff.of("", each, same)));
            }
        }
    }

    private static List<BackendSpec> without(List<BackendSpec> all, Map<String, BackendSpec> others) {
        return all.stream().filter(each -> !others.containsKey(each.name())).toList();
    }

    private static <T> List<T> without(List<T> all, List<T> others) {
        return all.stream().filter(each -> !others.contains(each)).toList();
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        Map<String, T> found = new LinkedHashMap<>();
        all.forEach(each -> found.put(name.apply(each), each));
        return found;
    }
}
