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
import io.sluice.topology.PoolSpec;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where answers of the health loop reach the control loop: keeps the health of every pool that has a check. Used on the control
 * loop, but for what says otherwise.
 */
final class HealthDesk {

    private final Monitor monitor;
    private final EventExecutor loop;
    private final LongSupplier clock;
    private final Events events = new Events(System::currentTimeMillis);
    private final Map<String, PoolHealth> pools = new ConcurrentHashMap<>();
    private volatile boolean isFrozen;

    /** @param clock nanoseconds, monotonic */
    HealthDesk(Monitor monitor, EventExecutor loop, LongSupplier clock) {
        this.monitor = monitor;
        this.loop = loop;
        this.clock = clock;
    }

    /** Begins to ask the backends of every pool that has a check. */
    void open(Collection<PoolSpec> specs, Map<String, PoolController> controllers) {
        int checked = specs.stream()
                .filter(spec -> spec.check() != null)
                .mapToInt(spec -> spec.backends().size())
                .sum();
        for (PoolSpec spec : specs) {
            CheckSpec check = spec.check();
            PoolController controller = controllers.get(spec.name());
            if (check != null && controller != null) {
                open(spec, check, controller, History.capacityAmong(checked));
            }
        }
    }

    private void open(PoolSpec spec, CheckSpec check, PoolController controller, int capacity) {
        Grading grading = new Grading(spec.pick().maxRtt(), spec.pick().maxFail(), check.sampling());
        ClassPolicy policy = ClassPolicy.of(check, grading, spec.pick().damping());
        PoolHealth health =
                new PoolHealth(spec.name(), check, policy, this, (name, now) -> controller.health(name, now));
        pools.put(spec.name(), health);
        for (BackendSpec backend : spec.backends()) {
            if (backend.state() != BackendState.DISABLED) {
                health.watch(backend.name(), backend.endpoint(), capacity);
            }
        }
    }

    /** Holds all classes as they are; results are recorded all the same. */
    void freeze() {
        isFrozen = true;
    }

    /** Lets the results decide again, beginning with those that came in meanwhile. */
    void thaw() {
        isFrozen = false;
        pools.values().forEach(PoolHealth::thaw);
    }

    /** From any thread. */
    boolean isFrozen() {
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
