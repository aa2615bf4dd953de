package io.sluice.stats;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The average of nginx's {@code least_time}, in whole milliseconds: the first sample as it is, then 95 parts of what it was and 5 of
 * the sample, rounded. With it, the time of the last sample. Thread-safe, no lock, nothing allocated.
 */
final class MovingAverage {

    private static final double NEW = 0.05;

    private final AtomicLong state = new AtomicLong(Stamped.NONE);

    /** Takes a sample, which is cut to whole milliseconds. */
    void observe(long millis, int nowMillis) {
        long sample = Math.min(millis, Integer.MAX_VALUE);
        long before;
        long after;
        do {
            before = state.get();
            double average = before == Stamped.NONE
                    ? sample
                    : Math.floor(0.5 + NEW * sample + (1 - NEW) * Stamped.value(before));
            after = Stamped.of((int) average, nowMillis);
        } while (!state.compareAndSet(before, after));
    }

    /** The average, or -1 before the first sample. */
    int millis() {
        long now = state.get();
        return now == Stamped.NONE ? -1 : Stamped.value(now);
    }

    /** How long ago the last sample came; 0 before the first. */
    long ageMillis(int nowMillis) {
        long now = state.get();
        return now == Stamped.NONE ? 0 : Stamped.ageMillis(now, nowMillis);
    }
}
