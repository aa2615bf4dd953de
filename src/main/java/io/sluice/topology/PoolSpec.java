package io.sluice.topology;

import io.sluice.balance.Scheduler;
import io.sluice.model.BackendSpec;
import java.time.Duration;
import java.util.List;

/**
 * One pool.
 *
 * @param connectTimeout for one attempt to connect a backend
 * @param connectAttempts distinct backends that one session may try
 */
public record PoolSpec(
        String name,
        Scheduler scheduler,
        List<BackendSpec> backends,
        Duration connectTimeout,
        int connectAttempts,
        Fallback fallback) {

    public PoolSpec {
        backends = List.copyOf(backends);
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
