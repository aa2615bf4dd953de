package io.sluice.balance;

import io.sluice.model.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Walks a written cycle of positions, all worker loops with one counter: shares are exact over all loops, where one rotation per
 * worker would start each worker with the same member.
 *
 * <p>The step of a member that is not admitted is spent, so the others keep their order and proportion. After as many such steps as
 * there are members, one is drawn among the admitted by weight, O(n): a full member of great weight could otherwise be met
 * thousands of times in a row. Thread-safe without a lock. A pick is one atomic addition, O(1), in the usual case.
 */
final class CycleWalk implements Picker {

    private final Eligible eligible;
    private final int[] cycle;
    private final AtomicLong steps;

    /**
     * Starts at a random step.
     *
     * @param cycle positions among the eligible, at least one; not copied
     */
    CycleWalk(Eligible eligible, int[] cycle, RandomGenerator random) {
        this.eligible = eligible;
        this.cycle = cycle;
        this.steps = new AtomicLong(random.nextInt(cycle.length));
    }

    @Override
    public int pick(Flow flow, Admission admission, RandomGenerator random) {
        for (int tries = 0; tries < eligible.size(); tries++) {
            int index = eligible.index(cycle[(int) (steps.getAndIncrement() % cycle.length)]);
            if (admission.admits(index)) {
                return index;
            }
        }
        return eligible.drawAdmitted(admission, random);
    }
}
