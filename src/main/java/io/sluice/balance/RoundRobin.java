package io.sluice.balance;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * {@code rr}: everyone in turn, whatever its weight, as in Linux {@code ip_vs_rr.c}. Turns are numbered over all worker loops and
 * each is used once, so shares are exact to one session; the turn of a member that is not admitted is spent, so its follower does
 * not get it twice. Build O(n); a pick is one atomic addition, and one more for each member that is not admitted.
 */
public record RoundRobin() implements Scheduler {

    @Override
    public String name() {
        return "rr";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.of(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        int size = eligible.size();
        AtomicLong turns = new AtomicLong(random.nextInt(size));
        return (flow, admission, draws) -> {
            int position = 0;
            for (int step = 0; step < size; step++) {
                position = (int) (turns.getAndIncrement() % size);
                if (admission.admits(eligible.index(position))) {
                    return eligible.index(position);
                }
            }
            // Other loops took turns in between, so these need not have been everyone.
            return eligible.firstAdmitted(position, admission);
        };
    }
}
