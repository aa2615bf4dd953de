package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * A rule that picks a backend for a new session. Implementations are records: their components are their options, their
 * {@code equals} is the reload diff. Immutable and stateless; what a rule remembers between picks lives in its {@link Picker}.
 */
public interface Scheduler {

    /** Of a pool whose scheduler reads no peak EWMA. */
    long DEFAULT_TAU_NANOS = 10_000_000_000L;

    /** The name of the contract, such as {@code wlc}; never an alias. */
    String name();

    /**
     * Builds a picker for one snapshot of a pool, off the data path.
     *
     * @param candidates the pool's members; may hold no candidate at all
     * @param random where a rotation starts, so that a rebuilt pool does not send everyone to its first member
     */
    Picker over(Candidates candidates, RandomGenerator random);

    /**
     * Builds a picker that goes on where another left off, for the next snapshot of the same pool. What is remembered is remembered
     * by name: between snapshots members come, go and change places. A rule without a memory builds anew.
     *
     * @param previous of an equal scheduler; workers may still pick with it for a moment
     */
    default Picker after(Picker previous, Candidates candidates, RandomGenerator random) {
        return over(candidates, random);
    }

    /** The time constant of the peak EWMA of the pool's backends. */
    default long tauNanos() {
        return DEFAULT_TAU_NANOS;
    }

    /** True for a rule that reads the address a client used: then it must be known even where that costs a system call. */
    default boolean needsDestination() {
        return false;
    }

    /**
     * True for a rule that goes by the client's or the destination's address, or by the order of the members, as long as they have
     * room: a client whose session was ended comes back to the same member.
     */
    default boolean returnsClients() {
        return false;
    }
}
