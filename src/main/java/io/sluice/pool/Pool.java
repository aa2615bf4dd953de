package io.sluice.pool;

import io.sluice.model.Flow;
import io.sluice.model.Refusal;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A named set of backends as the data path sees it: one volatile snapshot. Published by the control loop, read by every worker;
 * a reader takes the snapshot once and uses only that.
 */
public final class Pool {

    private final String name;
    private volatile PoolSnapshot snapshot;

    public Pool(String name, PoolSnapshot first) {
        this.name = name;
        this.snapshot = first;
    }

    public String name() {
        return name;
    }

    public PoolSnapshot snapshot() {
        return snapshot;
    }

    /** Replaces the snapshot. On the control loop. */
    public void publish(PoolSnapshot next) {
        snapshot = next;
    }

    /**
     * Picks a backend for a new session, or for one whose earlier backends failed, and counts the session on it: whoever gets a
     * backend owes it one {@code stats().close()}. Null when nobody can take the session; {@link #refusal} says why.
     */
    public @Nullable Backend pick(Flow flow, Tried tried, RandomGenerator random) {
        PoolSnapshot now = snapshot;
        Pool fallback = now.fallback();
        if (now.candidateCount() == 0 && fallback != null) {
            return fallback.pick(flow, tried, random); // the configuration has no cycles
        }
        return now.pick(flow, tried, random);
    }

    /** True if a pick reads the address that the client used, here or in the pool that is fallen back on. */
    public boolean needsDestination() {
        PoolSnapshot now = snapshot;
        Pool fallback = now.fallback();
        return now.scheduler().needsDestination() || (fallback != null && fallback.needsDestination());
    }

    /** Why {@link #pick} had nobody for a session that had not tried any backend yet. */
    public Refusal refusal() {
        PoolSnapshot now = snapshot;
        Pool fallback = now.fallback();
        if (now.candidateCount() > 0) {
            return Refusal.BACKENDS_FULL;
        }
        return fallback == null ? Refusal.NO_BACKEND : fallback.refusal();
    }
}
