package io.sluice.balance;

import io.sluice.model.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Picks the member with the least load / divisor, compared as cross products in 64 bits (below 2^54), never as fractions. What the
 * load is, as a function of the sessions, is up to the scheduler.
 *
 * <p>Among equals the next in rotation wins: the scan starts one after the last pick. IPVS always takes the first in its list, so
 * in an idle pool, where everyone ties at 0, one member takes every session that ends before the next begins. The start is one
 * counter over all worker loops and moves before the scan, so loops that pick at the same moment start at different members: they
 * cannot see each other's session yet and would all choose the same one. After the scan it moves past whoever was picked, unless
 * another loop has moved it meanwhile: otherwise the member that stands after a busy one would take the busy one's ties too.
 *
 * <p>Thread-safe without a lock. O(n) per pick, at most two atomic operations, nothing allocated.
 */
final class LeastLoaded implements Picker {

    private final int[] indices;
    private final long[] divisors;
    private final Load load;
    private final AtomicLong starts;

    /**
     * Starts a rotation.
     *
     * @param eligible at least one member
     * @param divisor from position to what its load is divided by, 1 to 6553500
     * @param load from sessions to load, 0 to 2^31
     * @param start the position of the first scan
     */
    LeastLoaded(Candidates candidates, Eligible eligible, IntUnaryOperator divisor, IntToLongFunction load, int start) {
        this(eligible, divisor, (index, now) -> load.applyAsLong(candidates.sessions(index)), start);
    }

    /** The same for a load that is more than a function of the sessions. */
    LeastLoaded(Eligible eligible, IntUnaryOperator divisor, Load load, int start) {
        this.load = load;
        this.indices = new int[eligible.size()];
        this.divisors = new long[eligible.size()];
        for (int position = 0; position < indices.length; position++) {
            indices[position] = eligible.index(position);
            divisors[position] = divisor.applyAsInt(position);
        }
        this.starts = new AtomicLong(start);
    }

    @Override
    public int pick(Flow flow, Admission admission, RandomGenerator random) {
        long start = starts.getAndIncrement();
        long now = load.nowNanos();
        int best = NONE;
        int bestStep = 0;
        long bestLoad = 0;
        long bestDivisor = 1;
        for (int step = 0, position = (int) (start % indices.length); step < indices.length; step++, position++) {
            if (position == indices.length) {
                position = 0;
            }
            long mine = load.of(indices[position], now);
            boolean better = best == NONE || mine * bestDivisor < bestLoad * divisors[position];
            if (better && admission.admits(indices[position])) {
                best = indices[position];
                bestStep = step;
                bestLoad = mine;
                bestDivisor = divisors[position];
            }
        }
        if (bestStep > 0) {
            starts.compareAndSet(start + 1, start + 1 + bestStep);
        }
        return best;
    }

    /** What a member bears. */
    @FunctionalInterface
    interface Load {

        /** The load of the member with this index, 0 to 2^39. */
        long of(int index, long nowNanos);

        /** The time of one pick, for a load that changes by itself; others need none. */
        default long nowNanos() {
            return 0;
        }
    }
}
