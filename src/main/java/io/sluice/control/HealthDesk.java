package io.sluice.control;

import io.netty.util.concurrent.EventExecutor;
import io.sluice.health.CheckSpec;
import io.sluice.health.ClassPolicy;
import io.sluice.health.Grading;
import io.sluice.health.HealthRecords;
import io.sluice.health.History;
import io.sluice.health.Monitor;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.pool.Backend;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.Topology;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where answers of the health loop reach the control loop: keeps the health of every pool that has a check. Used on the control
 * loop, but for what says otherwise.
 */
final class HealthDesk implements EjectionDesk {

    private static final Logger LOG = LoggerFactory.getLogger(HealthDesk.class);

    private final Monitor monitor;
    private final EventExecutor loop;
    private final LongSupplier clock;
    private final Events events = new Events(System::currentTimeMillis);
    private final Map<String, PoolHealth> pools = new ConcurrentHashMap<>();
    private Map<String, PoolController> controllers = Map.of();
    private volatile boolean isFrozen;

    /** Results that the history of one more backend may hold. */
    private int capacity = History.capacityAmong(1);

    /** @param clock nanoseconds, monotonic */
    HealthDesk(Monitor monitor, EventExecutor loop, LongSupplier clock) {
        this.monitor = monitor;
        this.loop = loop;
        this.clock = clock;
    }

    /** Begins to ask the backends of every pool that has a check. */
    void open(Collection<PoolSpec> specs, Map<String, PoolController> controllers) {
        this.controllers = controllers;
        capacity = History.capacityAmong(checked(specs));
        for (PoolSpec spec : specs) {
            CheckSpec check = spec.check();
            PoolController controller = controllers.get(spec.name());
            if (check != null && controller != null) {
                open(spec, check, controller);
            }
        }
    }

    private static int checked(Collection<PoolSpec> specs) {
        return specs.stream()
                .filter(spec -> spec.check() != null)
                .mapToInt(spec -> spec.backends().size())
                .sum();
    }

    /**
     * Goes over to another configuration: what is checked as before is asked on, and keeps what is known of it.
     *
     * @param after the pools as they run from now on
     * @param file the same as the configuration has them: who is disabled by a command only is asked on
     */
    void apply(Topology after, Topology file, Map<String, PoolController> controllers) {
        this.controllers = controllers;
        Map<String, PoolSpec> written = new HashMap<>();
        file.pools().forEach(spec -> written.put(spec.name(), spec));
        capacity = History.capacityAmong(checked(after.pools()));
        for (PoolSpec spec : after.pools()) {
            PoolController controller = controllers.get(spec.name());
            if (controller != null) {
                apply(spec, written.getOrDefault(spec.name(), spec), controller);
            }
        }
        pools.keySet().stream().filter(name -> !written.containsKey(name)).forEach(this::close);
    }

    private void apply(PoolSpec after, PoolSpec file, PoolController controller) {
        CheckSpec check = after.check();
        PoolHealth health = pools.get(after.name());
        List<BackendSpec> asked = after.backends().stream()
                .filter(backend -> isAsked(backend) || isAsked(backend.name(), file))
                .toList();
        if (check != null && health != null && check.equals(health.check())) {
            health.judgeBy(policy(after, check));
            health.watchOnly(asked, capacity);
            return;
        }
        close(after.name());
        if (check != null) {
            open(after, check, controller);
        }
    }

    private static boolean isAsked(String backend, PoolSpec file) {
        return file.backends().stream().anyMatch(each -> each.name().equals(backend) && isAsked(each));
    }

    private void close(String pool) {
        PoolHealth health = pools.remove(pool);
        if (health != null) {
            health.close();
        }
    }

    /** A backend that has gone is not asked any more. */
    void removed(String pool, String backend) {
        PoolHealth health = pools.get(pool);
        if (health != null) {
            health.unwatch(backend);
        }
    }

    /** A backend that takes sessions is asked, also one that began as disabled. One that a command disables is asked on. */
    void enabled(String pool, Backend backend) {
        PoolHealth health = pools.get(pool);
        if (health != null) {
            health.watch(backend.name(), backend.endpoint(), capacity);
        }
    }

    private static boolean isAsked(BackendSpec backend) {
        return backend.state() != BackendState.DISABLED;
    }

    private static ClassPolicy policy(PoolSpec spec, CheckSpec check) {
        Grading grading = new Grading(spec.pick().maxRtt(), spec.pick().maxFail(), check.sampling());
        return ClassPolicy.of(check, grading, spec.pick().damping());
    }

    private void open(PoolSpec spec, CheckSpec check, PoolController controller) {
        ClassPolicy policy = policy(spec, check);
        PoolHealth health =
                new PoolHealth(spec.name(), check, policy, this, (name, now) -> controller.health(name, now));
        pools.put(spec.name(), health);
        for (BackendSpec backend : spec.backends()) {
            if (isAsked(backend)) {
                health.watch(backend.name(), backend.endpoint(), capacity);
            }
        }
    }

    /** Holds all classes as they are, and ejects nobody; results are recorded all the same. */
    void freeze() {
        if (!isFrozen) {
            isFrozen = true;
            LOG.warn("health frozen: neither probes nor failures of sessions decide anything until it is unfrozen");
            tell(Happening.ofProcess(Happening.Kind.HEALTH, "deciding", "frozen", "command"));
        }
    }

    /** Lets the results decide again, beginning with those that came in meanwhile. */
    void thaw() {
        if (isFrozen) {
            isFrozen = false;
            LOG.info("health unfrozen: probes and failures of sessions decide again");
            tell(Happening.ofProcess(Happening.Kind.HEALTH, "frozen", "deciding", "command"));
            pools.values().forEach(PoolHealth::thaw);
            controllers.values().forEach(PoolController::thaw);
        }
    }

    @Override
    public void tell(Happening happening) {
        events.publish(happening);
    }

    /** From any thread. */
    @Override
    public boolean isFrozen() {
        return isFrozen;
    }

    /** What is known of a pool, or null when it has no check. From any thread. */
    @Nullable
    HealthRecords records(String pool) {
        PoolHealth health = pools.get(pool);
        return health == null ? null : health.records();
    }

    /** From any thread. */
    Events events() {
        return events;
    }

    Monitor monitor() {
        return monitor;
    }

    LongSupplier clock() {
        return clock;
    }

    /** Runs this on the control loop. From any thread. */
    void run(Runnable task) {
        loop.execute(task);
    }
}
