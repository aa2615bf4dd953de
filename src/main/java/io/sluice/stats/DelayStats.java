package io.sluice.stats;

import java.util.concurrent.TimeUnit;

/**
 * What sessions have taught of one delay of one backend, as the schedulers that ask for it want to know it. Only sessions that got
 * as far as the delay teach it, each once. Thread-safe, no lock, nothing allocated; times are of {@link System#nanoTime} or of
 * whatever clock the writer uses.
 */
public final class DelayStats {

    private static final double MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final long originNanos;
    private final PeakEwma peak = new PeakEwma();
    private final MovingAverage average = new MovingAverage();
    private volatile long tauNanos = TimeUnit.SECONDS.toNanos(10);

    DelayStats(long originNanos) {
        this.originNanos = originNanos;
    }

    void observe(long nanos, long nowNanos) {
        int now = millis(nowNanos);
        peak.observe(nanos, now, tauNanos / MILLI);
        average.observe(TimeUnit.NANOSECONDS.toMillis(nanos), now);
    }

    void decayOver(long nanos) {
        tauNanos = nanos;
    }

    /** The peak EWMA, decayed to now, at least a millisecond; 0 while nothing was measured. Nanoseconds. */
    public long peakNanos(long nowNanos) {
        return peak.nanos(millis(nowNanos), tauNanos / MILLI);
    }

    /** The moving average of nginx, in milliseconds; -1 while nothing was measured. */
    public int averageMillis() {
        return average.millis();
    }

    /** How long ago the last session taught something; 0 while none has. */
    public long ageMillis(long nowNanos) {
        return average.ageMillis(millis(nowNanos));
    }

    private int millis(long nowNanos) {
        return (int) TimeUnit.NANOSECONDS.toMillis(nowNanos - originNanos);
    }
}
