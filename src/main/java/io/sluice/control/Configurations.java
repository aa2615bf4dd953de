package io.sluice.control;

import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.RuntimeChanges;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force, the pools that it has made, and the way to the next one. Used on the control loop, but for what says
 * otherwise.
 */
final class Configurations {

    /** A configuration that cannot come back now, because somebody has its address, may be able to later. */
    private static final long REVERT_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Agenda agenda;
    private final ListenerSet listeners;
    private final HealthDesk health;
    private final Versions versions;
    private final Departed departed = new Departed();
    private final Function<PoolSpec, PoolController> maker;
    private final Function<PoolSpec, Function<Backend, Evacuation>> evacuations;
    private final LogLevel level;
    private final Runnable changed;
    private volatile Map<String, PoolController> pools = Map.of();
    private volatile @Nullable Topology file;
    private volatile @Nullable Trial trial;

    /** The trial that could not be gone back from and is about to be tried again. */
    private @Nullable Trial retried;

    /**
     * Nothing is in force yet.
     *
     * @param maker of pools
     * @param evacuations how the sessions of failed backends of a pool are closed
     * @param level of the process's own log, which a configuration may change
     * @param changed run once another configuration is in force
     */
    Configurations(
            Agenda agenda,
            ListenerSet listeners,
            HealthDesk health,
            Function<PoolSpec, PoolController> maker,
            Function<PoolSpec, Function<Backend, Evacuation>> evacuations,
            LogLevel level,
            Runnable changed) {
        this.agenda = agenda;
        this.listeners = listeners;
        this.health = health;
        this.versions = new Versions(health.events());
        this.maker = maker;
        this.evacuations = evacuations;
        this.level = level;
        this.changed = changed;
    }

    /**
     * Puts the first one into force; its backends are not asked yet.
     *
     * @throws IOException names the listener that cannot be opened, and why; nothing is in force then
     */
    void open(Topology first, String hash) throws IOException {
        Map<String, PoolController> made = new LinkedHashMap<>();
        for (PoolSpec spec : first.pools()) {
            made.put(spec.name(), maker.apply(spec));
        }
        made.values().forEach(controller -> controller.publish(name -> pool(made, name)));
        listeners.open(first.listeners(), name -> pool(made, name));
        pools = made;
        file = first;
        versions.started(hash);
    }

    private static Pool pool(Map<String, PoolController> pools, String name) {
        PoolController controller = pools.get(name);
        if (controller == null) {
            throw new IllegalStateException("no pool " + name); // the configuration was checked
        }
        return controller.pool();
    }

    /** Goes over to another one, or refuses to and changes nothing. */
    ReloadResult apply(Topology next, String hash, ReloadOptions options) {
        Topology now = file;
        if (now == null) {
            return versions.refused(List.of("nothing runs yet"));
        }
        if (trial != null) {
            return versions.refused(List.of("version " + versions.now().version()
                    + " waits to be confirmed (sluice confirm keeps it, sluice revert goes back)"));
        }
        Trial before = new Trial(now, running(now), versions.now().hash(), 0);
        Topology target = options.keepRuntime()
                ? RuntimeChanges.between(now, before.running()).over(next)
                : next;
        Reconfiguration step = reconfiguration(next, target, options.force());
        if (!step.problems().isEmpty()) {
            return versions.refused(step.problems());
        }
        List<String> changes = commit(step);
        if (options.confirm() != null) {
            begin(before, options.confirm());
        }
        return versions.applied(hash, changes, options.confirm());
    }

    private Reconfiguration reconfiguration(Topology next, Topology target, boolean force) {
        Topology running = running();
        return new Reconfiguration(running == null ? target : running, target, next, force, pools, listeners, maker);
    }

    private List<String> commit(Reconfiguration step) {
        List<String> changes = step.commit(health, departed, evacuations, level);
        pools = step.pools();
        file = step.inForce();
        changed.run();
        return changes;
    }

    private void begin(Trial before, Duration limit) {
        Trial begun = before.until(agenda.nanoTime() + limit.toNanos());
        trial = begun;
        agenda.in(limit.toNanos(), () -> over(begun));
    }

    private void over(Trial begun) {
        if (begun.equals(trial)) {
            var unused = goBack(begun, "not confirmed in time");
        }
    }

    /** The configuration that waits to be confirmed stays. */
    TrialAnswer confirm() {
        if (trial == null) {
            return new TrialAnswer.None();
        }
        trial = null;
        return new TrialAnswer.Ended(versions.confirmed());
    }

    /** The configuration that waits to be confirmed goes. */
    TrialAnswer revert() {
        Trial begun = trial;
        return begun == null ? new TrialAnswer.None() : new TrialAnswer.Ended(goBack(begun, "told to go back"));
    }

    /** What operators have said since is kept: it was not said by the file. */
    private ReloadResult goBack(Trial begun, String reason) {
        Topology target = runtimeChanges().over(begun.running());
        Reconfiguration step = reconfiguration(begun.file(), target, true);
        if (!step.problems().isEmpty()) {
            goBackLater(begun, reason);
            return versions.cannotRevert(step.problems());
        }
        trial = null;
        return versions.reverted(begun.hash(), reason, commit(step));
    }

    /** Once, however often it was tried meanwhile. */
    private void goBackLater(Trial begun, String reason) {
        if (begun.equals(retried)) {
            return;
        }
        retried = begun;
        agenda.in(REVERT_AGAIN_NANOS, () -> {
            retried = null;
            if (begun.equals(trial)) {
                var unused = goBack(begun, reason);
            }
        });
    }

    /** Nothing comes back any more: the process is ending. */
    void stop() {
        trial = null;
    }

    /** How long the configuration in force still waits to be confirmed; null when it does not. From any thread. */
    @Nullable
    Duration confirmWithin() {
        Trial begun = trial;
        return begun == null ? null : Duration.ofNanos(Math.max(0, begun.endNanos() - agenda.nanoTime()));
    }

    /** The configuration in force; null before the first. From any thread. */
    @Nullable
    Topology file() {
        return file;
    }

    /** The same with what operators have changed at run time; null before the first. */
    @Nullable
    Topology running() {
        Topology now = file;
        return now == null ? null : running(now);
    }

    private Topology running(Topology now) {
        return with(now, this::running);
    }

    private static Topology with(Topology topology, UnaryOperator<PoolSpec> pool) {
        return topology.with(topology.pools().stream().map(pool).toList());
    }

    private PoolSpec running(PoolSpec spec) {
        PoolController controller = pools.get(spec.name());
        return controller == null ? spec : controller.running();
    }

    private RuntimeChanges runtimeChanges() {
        Topology now = file;
        return now == null ? RuntimeChanges.NONE : RuntimeChanges.between(now, running(now));
    }

    /** {@link #running} as far as it is published. From any thread. */
    @Nullable
    Topology published() {
        Topology now = file;
        return now == null ? null : with(now, this::published);
    }

    private PoolSpec published(PoolSpec spec) {
        PoolController controller = pools.get(spec.name());
        return controller == null
                ? spec
                : spec.with(controller.pool().snapshot().members().stream()
                        .map(Member::spec)
                        .toList());
    }

    /** In configuration order. From any thread. */
    Map<String, PoolController> pools() {
        return pools;
    }

    Departed departed() {
        return departed;
    }

    Versions versions() {
        return versions;
    }
}
