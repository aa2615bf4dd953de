package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code wrr}: interleaved weighted round robin in the order of Linux {@code ip_vs_wrr.c}, see {@link InterleavedCycle}: weights
 * 5, 1, 1 give {@code AAAAABC}. The heaviest takes its surplus in one run, so {@code swrr} is the better choice unless the order of
 * IPVS is wanted. Build O(sum of the weights), bounded; pick O(1), see {@link CycleWalk}.
 */
public record InterleavedWeighted() implements Scheduler {

    @Override
    public String name() {
        return "wrr";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        return new CycleWalk(eligible, InterleavedCycle.of(eligible.weights()), random);
    }
}
