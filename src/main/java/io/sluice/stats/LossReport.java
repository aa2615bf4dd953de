package io.sluice.stats;

import java.time.Duration;

/** Decides when losses are worth a warning: the first at once, then together once a minute. Used by one thread. */
final class LossReport {

    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private long reported;
    private long reportedAt;

    /**
     * How many losses to warn of now; 0 = be silent.
     *
     * @param lost all losses so far
     * @param nowNanos of {@link System#nanoTime}
     */
    long due(long lost, long nowNanos) {
        boolean silent = reported > 0 && nowNanos - reportedAt < PAUSE_NANOS;
        if (lost == reported || silent) {
            return 0;
        }
        long fresh = lost - reported;
        reported = lost;
        reportedAt = nowNanos;
        return fresh;
    }
}
