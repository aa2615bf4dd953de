package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code static-rr}: the map of HAProxy ({@code lb_map.c}) walked in turn: weights 5, 1, 1 give {@code AAABAAC}, exact after every
 * period and nearly as smooth as {@code swrr}. Build: see {@link SmoothCycle}; pick O(1), see {@link CycleWalk}.
 */
public record StaticRoundRobin() implements Scheduler {

    @Override
    public String name() {
        return "static-rr";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        return new CycleWalk(eligible, SmoothCycle.map(eligible.weights()), random);
    }
}
