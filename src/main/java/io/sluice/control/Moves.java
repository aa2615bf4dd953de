package io.sluice.control;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can have done about open sessions little by little, so that their clients come back to other backends. Thread-safe:
 * each command runs on the control loop, one after the other.
 */
public interface Moves {

    /**
     * Has a backend drain, and ends its sessions at a pace if there is one, in place of what an earlier command of this kind said.
     *
     * @param pace null lets the sessions go on
     * @param expected what must be true of the backend at that moment
     * @return once new sessions go by it; the sessions are ended later
     */
    CompletableFuture<BackendAnswer> drain(
            String pool, String backend, @Nullable DrainPace pace, Predicate<BackendSetting> expected);

    /**
     * Ends the oldest sessions of the backends that have more than their share, in place of what an earlier command said of the pool.
     *
     * @param perSecond sessions over all backends
     * @return what is going to be done
     */
    CompletableFuture<RebalanceAnswer> rebalance(String pool, int perSecond);

    /** Ends no more sessions of this pool for a rebalance; false when none was under way. */
    CompletableFuture<Boolean> stopRebalance(String pool);
}
