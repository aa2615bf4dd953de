package io.sluice.testing;

import io.sluice.balance.Picker;
import io.sluice.balance.Scheduler;
import io.sluice.model.Flow;
import java.util.random.RandomGenerator;

/** Sequences of picks in the notation of the vectors: one letter per pick, {@code -} for nobody. */
public final class Picks {

    /** Every rotation starts at position 0, every draw is 0. */
    public static final RandomGenerator ZERO = () -> 0;

    private static final Flow CLIENT = Flows.from("10.0.0.1");

    private Picks() {}

    /** Sessions that never end. */
    public static String grow(Scheduler scheduler, FakeCandidates pool, int count) {
        return picks(scheduler, pool, count, true);
    }

    /** Sessions that end at once. */
    public static String still(Scheduler scheduler, FakeCandidates pool, int count) {
        return picks(scheduler, pool, count, false);
    }

    private static String picks(Scheduler scheduler, FakeCandidates pool, int count, boolean stays) {
        Picker picker = scheduler.over(pool, ZERO);
        StringBuilder picks = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int index = picker.pick(CLIENT, pool, ZERO);
            picks.append(index == Picker.NONE ? "-" : pool.name(index));
            if (stays && index != Picker.NONE) {
                pool.open(index);
            }
        }
        return picks.toString();
    }
}
