package io.sluice.balance;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * {@code rr}: everyone in turn, whatever its weight. Build O(n); a pick is one atomic addition and a step over each candidate
 * that is not admitted.
 */
public record RoundRobin() implements Scheduler {

    @Override
    public String name() {
        return "rr";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        int[] eligible = java.util.stream.IntStream.range(0, candidates.size())
                .filter(candidates::isEligible)
                .toArray();
        AtomicInteger next = new AtomicInteger(eligible.length == 0 ? 0 : random.nextInt(eligible.length));
        return (flow, admission, draws) -> {
            for (int tries = 0; tries < eligible.length; tries++) {
                int index = eligible[Integer.remainderUnsigned(next.getAndIncrement(), eligible.length)];
                if (admission.admits(index)) {
                    return index;
                }
            }
            return Picker.NONE;
        };
    }
}
