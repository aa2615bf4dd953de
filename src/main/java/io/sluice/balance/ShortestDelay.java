package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code sed}: the member with the least (sessions + 1) / weight, its load once it has this session, as in Linux
 * {@code ip_vs_sed.c}; ties by rotation, see {@link LeastLoaded}. In a quiet pool the heaviest takes everything, and a light member
 * is used only when the heavy ones are busy: right where the weight is speed. Build and pick O(n).
 */
public record ShortestDelay() implements Scheduler {

    @Override
    public String name() {
        return "sed";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        int start = random.nextInt(eligible.size());
        return new LeastLoaded(candidates, eligible, eligible::weight, sessions -> sessions + 1L, start);
    }
}
