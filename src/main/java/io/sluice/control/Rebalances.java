package io.sluice.control;

import io.sluice.control.RebalanceAnswer.InVain;
import io.sluice.control.RebalanceAnswer.NoPool;
import io.sluice.control.RebalanceAnswer.Planned;
import io.sluice.pool.Census;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The rebalances that are under way, at most one for each pool. Used on the control loop only. */
final class Rebalances {

    private final MoveMeans means;
    private final Map<String, Rebalance> running = new HashMap<>();
    private boolean isClosed;

    Rebalances(MoveMeans means) {
        this.means = means;
    }

    /** Plans a rebalance of this pool, and begins it if there is something to do. */
    CompletableFuture<RebalanceAnswer> replace(PoolController pool, int perSecond) {
        String objection = isClosed ? "the process is draining" : Futility.of(pool.pool());
        if (objection != null) {
            return CompletableFuture.completedFuture(new InVain(objection));
        }
        return new RollCall(means, perSecond, 0)
                .look(Overfull.sharers(pool.pool().snapshot()))
                .thenApply(census -> begin(pool, perSecond, census));
    }

    private RebalanceAnswer begin(PoolController pool, int perSecond, Census census) {
        if (isClosed || pool.isClosed()) {
            return isClosed ? new InVain("the process is draining") : new NoPool();
        }
        String name = pool.pool().name();
        boolean unused = stop(name, "replaced");
        Rebalance next = new Rebalance(pool, perSecond, census, means, () -> running.remove(name));
        if (next.plan().toEnd() > 0) {
            running.put(name, next);
            next.begin();
        }
        return new Planned(next.plan());
    }

    /** Ends no more sessions of this pool; false when there is no rebalance of it. */
    boolean stop(String pool, String reason) {
        Rebalance rebalance = running.get(pool);
        if (rebalance == null) {
            return false;
        }
        rebalance.stop(reason);
        return true;
    }

    /** Stops those whose pools are gone. */
    void review() {
        for (Rebalance rebalance : List.copyOf(running.values())) {
            if (rebalance.pool().isClosed()) {
                rebalance.stop("removed");
            }
        }
    }

    /** The process takes no new client: whose session is ended could not come back. */
    void close() {
        isClosed = true;
        List.copyOf(running.values()).forEach(rebalance -> rebalance.stop("draining"));
    }
}
