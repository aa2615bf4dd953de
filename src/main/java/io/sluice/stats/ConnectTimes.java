package io.sluice.stats;

import java.util.concurrent.atomic.LongAdder;

/**
 * A histogram of connect times with fixed bounds, cheap enough for the data path: one addition per connection, no lock.
 * Thread-safe; a reader sees each addition once, though not all of them at one instant.
 */
public final class ConnectTimes {

    private static final long[] BOUNDS_NANOS = {
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L
    };

    private final LongAdder[] counts = new LongAdder[BOUNDS_NANOS.length + 1];
    private final LongAdder sumNanos = new LongAdder();

    public ConnectTimes() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    public void record(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sumNanos.add(nanos);
    }

    /** The upper bounds of all buckets but the last, which is unbounded. */
    public static long[] boundsNanos() {
        return BOUNDS_NANOS.clone();
    }

    /** How many times fell into each bucket; not cumulative, one longer than {@link #boundsNanos()}. */
    public long[] counts() {
        long[] values = new long[counts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = counts[i].sum();
        }
        return values;
    }

    public long sumNanos() {
        return sumNanos.sum();
    }
}
