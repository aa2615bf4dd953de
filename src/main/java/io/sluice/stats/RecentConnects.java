package io.sluice.stats;

import io.sluice.model.ProbeStatistics;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The last {@value #LENGTH} attempts of sessions to reach one backend, as if each had been a probe. A ring: every attempt overwrites
 * the oldest. Thread-safe, no lock, nothing allocated by writing; a reader may see an attempt that another thread is just
 * replacing, old or new, never half of it.
 */
final class RecentConnects {

    static final int LENGTH = 64;

    private static final long EMPTY = 0;
    private static final long FAILED = -1;

    private final AtomicLongArray ring = new AtomicLongArray(LENGTH);
    private final AtomicInteger next = new AtomicInteger();

    void reached(long nanos) {
        put(Math.max(1, nanos));
    }

    void failed() {
        put(FAILED);
    }

    private void put(long result) {
        ring.set(next.getAndIncrement() & LENGTH - 1, result);
    }

    /** Counts all attempts, times the successes: sums in 64 bits, the deviation of the population around the exact mean. */
    ProbeStatistics statistics() {
        long[] taken = new long[LENGTH];
        int successes = 0;
        int failures = 0;
        for (int i = 0; i < LENGTH; i++) {
            long result = ring.get(i);
            if (result == FAILED) {
                failures++;
            } else if (result != EMPTY) {
                taken[successes++] = result;
            }
        }
        return successes == 0
                ? new ProbeStatistics(failures, failures, 0, 0, 0, 0)
                : statistics(taken, successes, failures);
    }

    private static ProbeStatistics statistics(long[] taken, int successes, int failures) {
        long sum = 0;
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < successes; i++) {
            sum += taken[i];
            least = Math.min(least, taken[i]);
            most = Math.max(most, taken[i]);
        }
        double mean = (double) sum / successes;
        double squares = 0;
        for (int i = 0; i < successes; i++) {
            squares += (taken[i] - mean) * (taken[i] - mean);
        }
        long deviation = (long) Math.sqrt(squares / successes);
        return new ProbeStatistics(successes + failures, failures, sum / successes, least, most, deviation);
    }
}
