package io.sluice.health;

import io.sluice.model.DampingPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Route-flap damping (RFC 2439) of one backend: every change into or out of failed adds 1 to a penalty that halves with every
 * half-life. Once it reaches {@code suppress} the backend is held back, until it has decayed below {@code reuse}. Three changes at
 * once with a half-life of a minute, suppress 3 and reuse 1 hold it back for 95 seconds. Used by one thread; O(1).
 */
final class Damping {

    private final @Nullable DampingPolicy policy;
    private double penalty;
    private long sinceNanos;
    private boolean isHolding;

    /** @param policy null = nobody is held back */
    Damping(@Nullable DampingPolicy policy) {
        this.policy = policy;
    }

    /** Counts one change. */
    void changed(long nowNanos) {
        if (policy != null) {
            penalty = penalty(policy, nowNanos) + 1;
            sinceNanos = nowNanos;
            isHolding = isHolding || penalty >= policy.suppress();
        }
    }

    /** True while the backend is held back. */
    boolean holds(long nowNanos) {
        if (policy != null && isHolding) {
            isHolding = penalty(policy, nowNanos) >= policy.reuse();
        }
        return isHolding;
    }

    private double penalty(DampingPolicy policy, long nowNanos) {
        return penalty
                * Math.pow(
                        0.5,
                        (double) (nowNanos - sinceNanos) / policy.halfLife().toNanos());
    }
}
