package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code wlc}: the member with the fewest sessions per weight, as in Linux {@code ip_vs_wlc.c}; ties by rotation, see
 * {@link LeastLoaded}. The default: right for sessions of unequal length and members of unequal size. Build and pick O(n).
 */
public record WeightedLeastSessions() implements Scheduler {

    @Override
    public String name() {
        return "wlc";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        return new LeastLoaded(
                candidates, eligible, eligible::weight, sessions -> sessions, random.nextInt(eligible.size()));
    }
}
