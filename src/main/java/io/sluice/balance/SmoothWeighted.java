package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code swrr}: smooth weighted round robin in the order of nginx ({@code ngx_stream_upstream_round_robin.c}): weights
 * 5, 1, 1 give {@code AABACAA}, not {@code AAAAABC}. The order repeats after the sum of the weights over their greatest common
 * divisor, so {@link SmoothCycle} writes it down once. Build: see there; pick O(1), see {@link CycleWalk}.
 */
public record SmoothWeighted() implements Scheduler {

    @Override
    public String name() {
        return "swrr";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        return new CycleWalk(eligible, SmoothCycle.of(eligible.weights()), random);
    }
}
