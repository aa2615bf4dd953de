package io.sluice.balance;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * {@code swrr}: smooth weighted round robin in the order of nginx ({@code ngx_stream_upstream_round_robin.c}): weights
 * 5, 1, 1 give {@code AABACAA}, not {@code AAAAABC}. The order repeats after the sum of the weights over their greatest common
 * divisor, so {@link SmoothCycle} writes it down once and all worker loops walk it with one counter: shares are exact over all
 * loops, where one rotation per worker would start each worker with the same member.
 *
 * <p>The step of a member that is not admitted is spent, so the others keep their order and proportion. After as many such steps as
 * there are members, one is drawn among the admitted by weight, O(n): a full member of great weight could otherwise be met
 * thousands of times in a row. Build: see {@link SmoothCycle}. A pick is one atomic addition, O(1), in the usual case.
 */
public record SmoothWeighted() implements Scheduler {

    @Override
    public String name() {
        return "swrr";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.of(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        int[] cycle = SmoothCycle.of(eligible.weights());
        AtomicLong steps = new AtomicLong(random.nextInt(cycle.length));
        return (flow, admission, draws) -> {
            for (int tries = 0; tries < eligible.size(); tries++) {
                int position = cycle[(int) (steps.getAndIncrement() % cycle.length)];
                if (admission.admits(eligible.index(position))) {
                    return eligible.index(position);
                }
            }
            return eligible.drawAdmitted(admission, draws);
        };
    }
}
