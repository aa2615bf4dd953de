package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code nq}: a member without sessions, whatever its weight; if everyone has some, the least (sessions + 1) / weight as in
 * {@link ShortestDelay}. As Linux {@code ip_vs_nq.c}, but the idle take turns, see {@link LeastLoaded}: IPVS always takes the first
 * in its list, which then serves a quiet pool alone. Build and pick O(n).
 */
public record NeverQueue() implements Scheduler {

    @Override
    public String name() {
        return "nq";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        int start = random.nextInt(eligible.size());
        return new LeastLoaded(
                candidates, eligible, eligible::weight, sessions -> sessions == 0 ? 0 : sessions + 1L, start);
    }
}
