package io.sluice.stats;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A moving average that believes bad news at once and good news slowly: a sample above it replaces it, one below it pulls it down
 * by the weight 1 - e^(-t / tau), where t is the time since the last sample (Finagle's {@code PeakEwma.scala}, tower's
 * {@code peak_ewma.rs}). Read, it decays as if samples of 0 had come since the last, so that a backend that is avoided is tried
 * again; not below one millisecond, because less is noise.
 *
 * <p>Thread-safe, no lock, nothing allocated: value (a float, 24 bits exact) and time are one atomic long. The original writes when
 * it is read; this does not, so reading cannot disturb what others see.
 */
final class PeakEwma {

    /** The least that is ever read. */
    static final long FLOOR_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong state = new AtomicLong(Stamped.NONE);

    /** Takes a sample. */
    void observe(long nanos, int nowMillis, double tauMillis) {
        long before;
        long after;
        do {
            before = state.get();
            after = next(before, nanos, nowMillis, tauMillis);
        } while (after != before && !state.compareAndSet(before, after));
    }

    private static long next(long before, long nanos, int nowMillis, double tauMillis) {
        float average = before == Stamped.NONE ? 0 : value(before);
        if (nanos >= average) {
            return stamped((double) nanos, nowMillis);
        }
        double weight = Math.exp(-Stamped.ageMillis(before, nowMillis) / tauMillis);
        double after = average * weight + nanos * (1 - weight);
        return average - after < Math.ulp(average) ? before : stamped(after, nowMillis); // short times add up
    }

    /** The average in nanoseconds, decayed; 0 before the first sample. */
    long nanos(int nowMillis, double tauMillis) {
        long now = state.get();
        if (now == Stamped.NONE) {
            return 0;
        }
        double average = value(now);
        if (average <= FLOOR_NANOS) {
            return FLOOR_NANOS;
        }
        return Math.max(FLOOR_NANOS, (long) (average * Math.exp(-Stamped.ageMillis(now, nowMillis) / tauMillis)));
    }

    private static long stamped(double nanos, int nowMillis) {
        return Stamped.of(Float.floatToIntBits((float) nanos), nowMillis);
    }

    private static float value(long stamped) {
        return Float.intBitsToFloat(Stamped.value(stamped));
    }
}
