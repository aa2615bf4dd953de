package io.sluice.control;

import io.sluice.model.BackendSpec;
import io.sluice.pool.Backend;
import io.sluice.pool.Pool;
import io.sluice.topology.ListenerSpec;
import io.sluice.topology.LogSpec;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.RuntimeSpec;
import io.sluice.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The step from the configuration in force to another: first everything that can fail, and nothing is changed by it; then the
 * change, which cannot fail. Used on the control loop only, once for each reload; blocks it while the workers open and close
 * sockets.
 */
final class Reconfiguration {

    private final Topology now;
    private final Topology next;
    private final Topology file;
    private final ListenerSet listeners;
    private final ListenerChanges prepared;
    private final Map<String, PoolController> before;
    private final Map<String, PoolController> after = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * Prepares.
     *
     * @param now what runs, with what operators have changed
     * @param next what shall run, with what of that is kept
     * @param file the same as the configuration has it
     * @param force permits what ends all service of a pool, or of the process
     * @param maker of pools that are new
     */
    Reconfiguration(
            Topology now,
            Topology next,
            Topology file,
            boolean force,
            Map<String, PoolController> pools,
            ListenerSet listeners,
            Function<PoolSpec, PoolController> maker) {
        this.now = now;
        this.next = next;
        this.file = file;
        this.listeners = listeners;
        this.before = pools;
        for (PoolSpec spec : next.pools()) {
            PoolController known = pools.get(spec.name());
            after.put(spec.name(), known == null ? maker.apply(spec) : known);
        }
        problems.addAll(voids());
        if (!force) {
            problems.addAll(losses());
        }
        this.prepared = listeners.prepare(next.listeners(), this::pool);
        boolean isUnused = prepared.problems().isEmpty() && !problems.isEmpty();
        problems.addAll(prepared.problems());
        if (isUnused) {
            prepared.abandon();
        }
    }

    private Pool pool(String name) {
        PoolController controller = after.get(name);
        if (controller == null) {
            throw new IllegalStateException("no pool " + name); // the configuration was checked
        }
        return controller.pool();
    }

    /** The configuration has a backend for each pool; operators may have removed it. */
    private List<String> voids() {
        return next.pools().stream()
                .filter(pool -> pool.backends().isEmpty())
                .map(pool -> "pool " + pool.name() + ": no backend would be left beside what was removed at run time")
                .toList();
    }

    /** What is likely a mistake, and is not done unless it is forced. */
    private List<String> losses() {
        List<String> losses = new ArrayList<>();
        List<String> names = next.listeners().stream().map(ListenerSpec::name).toList();
        boolean losesAll = now.listeners().stream()
                .noneMatch(each -> names.contains(each.name())
                        || next.listeners().stream().anyMatch(other -> ListenerChanges.shareAnAddress(each, other)));
        if (losesAll) {
            losses.add("listeners: every one that is open would be removed (force it if that is meant)");
        }
        Map<String, PoolSpec> later = new HashMap<>();
        next.pools().forEach(spec -> later.put(spec.name(), spec));
        for (PoolSpec spec : now.pools()) {
            PoolSpec other = later.get(spec.name());
            if (other != null && losesAll(spec, other)) {
                losses.add("pool " + spec.name()
                        + ": every backend that it has would be removed (force it if that is meant)");
            }
        }
        return losses;
    }

    private static boolean losesAll(PoolSpec before, PoolSpec after) {
        return !before.backends().isEmpty()
                && before.backends().stream().noneMatch(backend -> after.backends().stream()
                        .anyMatch(other -> other.name().equals(backend.name())));
    }

    /** Why nothing can be changed, and has not been; empty when {@link #commit} can be called. */
    List<String> problems() {
        return problems;
    }

    /** Puts it in force; when this returns new sessions go by it. What has changed, in words. */
    List<String> commit(
            HealthDesk health,
            Departed departed,
            Function<PoolSpec, Function<Backend, Evacuation>> evacuations,
            LogLevel level) {
        List<String> lines = restarts();
        lines.addAll(new LogChange(now.log(), next.log()).commit(level));
        List<PoolController> changed = new ArrayList<>();
        Map<String, List<BackendSpec>> written = new HashMap<>();
        file.pools().forEach(spec -> written.put(spec.name(), spec.backends()));
        for (PoolSpec spec : next.pools()) {
            PoolController controller = controller(spec.name());
            if (before.containsKey(spec.name())) {
                List<String> words = controller.apply(
                        spec, written.getOrDefault(spec.name(), List.of()), evacuations.apply(spec), departed);
                lines.addAll(words);
                if (!words.isEmpty()) {
                    changed.add(controller);
                }
            } else {
                lines.add("pool " + spec.name() + ": added, backends: "
                        + spec.backends().size());
                changed.add(controller);
            }
        }
        changed.forEach(controller -> controller.publish(this::pool));
        listeners.commit(prepared);
        lines.addAll(prepared.lines());
        before.forEach((name, controller) -> {
            if (!after.containsKey(name)) {
                controller.close(departed);
                lines.add("pool " + name + ": removed");
            }
        });
        health.apply(next, file, after);
        departed.sweep();
        return lines;
    }

    private PoolController controller(String name) {
        PoolController controller = after.get(name);
        if (controller == null) {
            throw new IllegalStateException("no pool " + name); // made for every specification
        }
        return controller;
    }

    private List<String> restarts() {
        List<String> lines = new ArrayList<>();
        if (!now.runtime().drainTimeout().equals(next.runtime().drainTimeout())) {
            lines.add("runtime: drain_timeout changed");
        }
        if (now.runtime().watch() != next.runtime().watch()) {
            lines.add("runtime: watch " + now.runtime().watch() + " -> "
                    + next.runtime().watch());
        }
        restart(
                lines,
                "runtime.workers",
                now.runtime().workers() == next.runtime().workers());
        restart(lines, "admin", now.admin().equals(next.admin()));
        restart(lines, "log.sessions", now.log().sessions().equals(next.log().sessions()));
        restart(lines, "log.format", now.log().format() == next.log().format());
        return lines;
    }

    private static void restart(List<String> lines, String section, boolean isSame) {
        if (!isSame) {
            lines.add(section + ": changed, needs a restart; until then it is as before");
        }
    }

    /** The pools after the commit. */
    Map<String, PoolController> pools() {
        return after;
    }

    /** The configuration in force after the commit: what needs a restart is as it was. */
    Topology inForce() {
        RuntimeSpec runtime = new RuntimeSpec(
                now.runtime().workers(),
                next.runtime().drainTimeout(),
                next.runtime().watch());
        LogSpec log = new LogChange(now.log(), next.log()).inForce();
        return new Topology(runtime, now.admin(), log, file.listeners(), file.pools());
    }
}
