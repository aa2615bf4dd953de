package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * A rule that picks a backend for a new session. Implementations are records: their components are their options, their
 * {@code equals} is the reload diff. Immutable and stateless; what a rule remembers between picks lives in its {@link Picker}.
 */
public interface Scheduler {

    /** The name of the contract, such as {@code wlc}; never an alias. */
    String name();

    /**
     * Builds a picker for one snapshot of a pool, off the data path.
     *
     * @param candidates the pool's members; may hold no candidate at all
     * @param random where a rotation starts, so that a rebuilt pool does not send everyone to its first member
     */
    Picker over(Candidates candidates, RandomGenerator random);
}
