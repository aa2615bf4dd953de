package io.sluice.balance;

import io.sluice.model.Delay;

/**
 * A view of a pool's configured members for building and running a {@link Picker}. Indices are those of the members in
 * configuration order and include members that are not candidates, because the consistent schedulers are computed over all
 * configured members: a drained or failed one moves only its own clients. Everything but {@link #sessions}, the
 * measurements and the time is constant for the life of the view; all methods are thread-safe.
 */
public interface Candidates {

    /** How many members are configured, candidates or not. */
    int size();

    /** True for a member that survived the narrowing: it may be picked if its weight is positive. */
    boolean isCandidate(int index);

    /** The member's weight, 0 to 65535, whether it is a candidate or not. */
    int weight(int index);

    /**
     * Percent of the weight that counts while the member starts slowly, 10 to 100; 100 for all others. Schedulers by weight and by
     * sessions multiply with it, see {@link Eligible#ramped}; those that are consistent, or take members in order, do not.
     */
    default int ramp(int index) {
        return 100;
    }

    /** How good the member is by the pool's objective, 0 the best. It means something among candidates only. */
    default int rank(int index) {
        return index;
    }

    /** The sessions the member holds at this moment, over all workers, those being connected included. */
    int sessions(int index);

    /** The member's name: what the consistent schedulers hash. */
    String name(int index);

    /** True for a member that a scheduler may pick: a candidate with a positive weight. */
    default boolean isEligible(int index) {
        return isCandidate(index) && weight(index) > 0;
    }

    /** The time at which a pick is made, in nanoseconds as of {@link System#nanoTime}: measurements decay, memories expire. */
    default long nowNanos() {
        return System.nanoTime();
    }

    /** The member's peak EWMA of a delay at this time, in nanoseconds, at least a million; 0 while nothing was measured. */
    default long peakNanos(int index, Delay of, long nowNanos) {
        return 0;
    }

    /** The member's moving average of a delay as of nginx, in milliseconds; negative while nothing was measured. */
    default int averageMillis(int index, Delay of) {
        return -1;
    }

    /** How long ago that average was last taught; 0 while nothing was measured. */
    default long averageAgeMillis(int index, Delay of, long nowNanos) {
        return 0;
    }
}
