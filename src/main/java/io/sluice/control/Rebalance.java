package io.sluice.control;

import io.sluice.pool.Backend;
import io.sluice.pool.Census;
import io.sluice.pool.PoolSnapshot;
import io.sluice.stats.OldSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ends the oldest sessions of overfull backends of one pool at a rate, by turns. How many of each is fixed at the beginning, so it
 * always comes to an end; a backend that has come down to its share, which is worked out anew with every {@link RollCall}, is left
 * alone. Used on the control loop only.
 */
final class Rebalance {

    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final PoolController pool;
    private final RebalancePlan plan;
    private final List<Surplus> surpluses;
    private final RollCall rollCall;
    private final MoveProgress progress;
    private final Pacing pacing;
    private final Runnable over;
    private int turn;
    private boolean isOver;

    /**
     * Plans.
     *
     * @param census of the backends that have a share
     * @param over run once when it has ended, whatever ended it
     */
    Rebalance(PoolController pool, int perSecond, Census census, MoveMeans means, Runnable over) {
        List<Overfull> overfull = Overfull.of(pool.pool().snapshot(), census);
        this.pool = pool;
        this.plan = plan(pool.pool().name(), perSecond, overfull);
        this.surpluses = overfull.stream().map(Surplus::new).toList();
        this.rollCall = new RollCall(means, perSecond, 0);
        this.progress = new MoveProgress("rebalance", plan.pool(), null, means);
        this.pacing = means.pacing(perSecond, this::step);
        this.over = over;
        distribute(overfull, census);
    }

    private static RebalancePlan plan(String pool, int perSecond, List<Overfull> overfull) {
        List<RebalancePlan.Part> parts = overfull.stream()
                .map(each -> new RebalancePlan.Part(each.backend().name(), each.sessions(), each.share()))
                .toList();
        return new RebalancePlan(pool, perSecond, parts);
    }

    RebalancePlan plan() {
        return plan;
    }

    void begin() {
        progress.begins(
                "rate " + plan.perSecond() + "/s, " + plan.toEnd() + " sessions of " + surpluses.size() + " backends");
        pacing.begin();
    }

    /** Ends no more sessions. */
    void stop(String reason) {
        if (!isOver) {
            isOver = true;
            pacing.stop();
            progress.ends(reason);
            over.run();
        }
    }

    PoolController pool() {
        return pool;
    }

    private CompletableFuture<Void> step(int most) {
        if (surpluses.stream().anyMatch(Surplus::isKnown)) {
            return end(most);
        }
        if (!rollCall.isDue()) {
            return NOTHING;
        }
        PoolSnapshot now = pool.pool().snapshot();
        if (surpluses.stream().allMatch(surplus -> surplus.backend().stats().active() == 0)) {
            stop("done");
            return NOTHING;
        }
        return rollCall.look(Overfull.sharers(now)).thenCompose(census -> isOver ? NOTHING : goOn(now, census, most));
    }

    private CompletableFuture<Void> goOn(PoolSnapshot now, Census census, int most) {
        distribute(Overfull.of(now, census), census);
        if (Futility.of(pool.pool()) != null) {
            stop("in_vain");
        } else if (surpluses.stream().noneMatch(Surplus::isKnown)) {
            stop("done");
        }
        return isOver ? NOTHING : end(most);
    }

    private void distribute(List<Overfull> overfull, Census census) {
        for (Surplus surplus : surpluses) {
            surplus.take(find(overfull, surplus.backend()), census.oldestFirst(surplus.backend()));
        }
    }

    private static @Nullable Overfull find(List<Overfull> overfull, Backend backend) {
        return overfull.stream()
                .filter(each -> each.backend() == backend)
                .findFirst()
                .orElse(null);
    }

    private CompletableFuture<Void> end(int most) {
        surpluses.forEach(Surplus::trim);
        List<OldSession> next = new ArrayList<>();
        int without = 0;
        while (next.size() < most && without < surpluses.size()) {
            turn = (turn + 1) % surpluses.size();
            OldSession session = surpluses.get(turn).poll();
            without = session == null ? without + 1 : 0;
            if (session != null) {
                next.add(session);
            }
        }
        return next.isEmpty() ? NOTHING : progress.end(next);
    }
}
