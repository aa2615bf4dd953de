package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code lc}: the member with the fewest sessions, whatever its weight, as in Linux {@code ip_vs_lc.c}; ties by rotation, see
 * {@link LeastLoaded}. One that starts slowly is held to its percentage of the others' sessions. For members of one size whose sessions differ in length. Build and pick O(n).
 */
public record LeastSessions() implements Scheduler {

    @Override
    public String name() {
        return "lc";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        return new LeastLoaded(
                candidates,
                eligible,
                position -> candidates.ramp(eligible.index(position)),
                sessions -> sessions,
                random.nextInt(eligible.size()));
    }
}
