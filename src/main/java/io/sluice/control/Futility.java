package io.sluice.control;

import io.sluice.balance.Scheduler;
import io.sluice.pool.Pool;
import org.jspecify.annotations.Nullable;

/** Whether it is in vain to end sessions so that their clients spread anew. Pure. */
final class Futility {

    private Futility() {}

    /** Why clients of this pool would come back to the same backend, in words; null when they would not. */
    static @Nullable String of(Pool pool) {
        if (pool.affinity() != null) {
            return "pool " + pool.name()
                    + " remembers its clients (affinity): they would come back to the same backend";
        }
        Scheduler scheduler = pool.snapshot().scheduler();
        return scheduler.returnsClients()
                ? "pool " + pool.name() + " has the scheduler " + scheduler.name()
                        + ", which goes by the client or by the order of the backends:"
                        + " clients would come back to the same backend"
                : null;
    }
}
