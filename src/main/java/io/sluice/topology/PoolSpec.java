package io.sluice.topology;

import io.sluice.balance.Scheduler;
import io.sluice.health.CheckSpec;
import io.sluice.model.BackendSpec;
import io.sluice.model.PickPolicy;
import io.sluice.pool.AffinityRules;
import io.sluice.pool.QueueRules;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pool.
 *
 * @param connectTimeout for one attempt to connect a backend
 * @param connectAttempts distinct backends that one session may try
 * @param pick how the backends are narrowed to the candidates
 * @param failure what failures of live sessions, and failed probes, lead to
 * @param slowStart how long a backend that becomes usable takes to reach its weight; zero = at once
 * @param check how the backends are probed; null = not at all
 * @param affinity null when no client is remembered
 */
public record PoolSpec(
        String name,
        Scheduler scheduler,
        List<BackendSpec> backends,
        Duration connectTimeout,
        int connectAttempts,
        Fallback fallback,
        PickPolicy pick,
        FailurePolicy failure,
        Duration slowStart,
        @Nullable CheckSpec check,
        QueueRules queue,
        @Nullable AffinityRules affinity) {

    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    public static final int CONNECT_ATTEMPTS = 3;

    public PoolSpec {
        backends = List.copyOf(backends);
    }

    /** A pool as it is when nothing but its backends and scheduler is said. */
    public static PoolSpec of(String name, Scheduler scheduler, List<BackendSpec> backends) {
        return new PoolSpec(
                name,
                scheduler,
                backends,
                CONNECT_TIMEOUT,
                CONNECT_ATTEMPTS,
                new Fallback.Cascade(),
                PickPolicy.DEFAULT,
                FailurePolicy.NONE,
                Duration.ZERO,
                null,
                QueueRules.OFF,
                null);
    }

    /** The same pool, narrowed otherwise. */
    public PoolSpec with(PickPolicy otherPick, Duration otherSlowStart) {
        return copy(backends, otherPick, otherSlowStart, check);
    }

    /** The same pool with other backends. */
    public PoolSpec with(List<BackendSpec> others) {
        return copy(others, pick, slowStart, check);
    }

    /** The same pool with another check. */
    public PoolSpec with(CheckSpec other) {
        return copy(backends, pick, slowStart, other);
    }

    private PoolSpec copy(
            List<BackendSpec> itsBackends, PickPolicy itsPick, Duration itsSlowStart, @Nullable CheckSpec itsCheck) {
        return new PoolSpec(
                name,
                scheduler,
                itsBackends,
                connectTimeout,
                connectAttempts,
                fallback,
                itsPick,
                failure,
                itsSlowStart,
                itsCheck,
                queue,
                affinity);
    }

    /** What happens when no backend is a candidate. */
    public sealed interface Fallback {
        /** The next worse class is asked, failed ones last. */
        record Cascade() implements Fallback {}

        /** The session is refused. */
        record Refuse() implements Fallback {}

        /** Another pool takes the session. */
        record ToPool(String pool) implements Fallback {}
    }
}
