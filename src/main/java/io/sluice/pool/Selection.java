package io.sluice.pool;

import io.sluice.model.BackendClass;
import io.sluice.model.PickPolicy;
import java.time.Duration;
import java.util.List;

/**
 * How many of the best are taken, by {@code expected} and {@code baselines} as sing-box's load balancer does: without baselines as
 * many as expected; with them, all within the first baseline that gives at least as many as expected; if none does, as many as
 * expected. Values 20, 30, 80, 90 with 3 expected and baselines 50 and 100 give all four.
 *
 * <p>A baseline is strict: a value equal to it is not within. Each class is held against the baselines anew, because a good value
 * of a worse class is no reason to take a bad value of a better one along. A member without a value is within none. Pure; O(n).
 */
final class Selection {

    private final List<Ranked> best;

    /** @param best of one ranking, in its order */
    Selection(List<Ranked> best) {
        this.best = best;
    }

    /** How many, counted from the best. */
    int count(PickPolicy policy) {
        int least = Math.max(1, policy.expected());
        if (least >= best.size()) {
            return best.size();
        }
        int count = 0;
        while (count < least) {
            int more = within(policy.baselines(), count, least);
            if (more < best.size() && classAt(more) == classAt(count)) {
                return Math.max(more, least); // enough, or all baselines of this class are used up
            }
            count = more;
        }
        return count;
    }

    /** How far the class at this place reaches within the first baseline that is enough, or the last one. */
    private int within(List<Duration> baselines, int from, int least) {
        int count = from;
        for (Duration baseline : baselines) {
            while (count < best.size() && classAt(count) == classAt(from) && valueAt(count) < baseline.toNanos()) {
                count++;
            }
            if (count >= least) {
                return count;
            }
        }
        return count;
    }

    private BackendClass classAt(int place) {
        return best.get(place).member().backendClass();
    }

    private long valueAt(int place) {
        return best.get(place).value();
    }
}
