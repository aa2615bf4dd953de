package io.sluice.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a check asks, and how long it waits.
 *
 * @param interval from the start of one probe to the start of the next
 * @param fastInterval the same, while a change of class is near; null = as ever
 * @param timeout for one probe, from its first packet to its verdict
 */
public record Timing(Duration interval, @Nullable Duration fastInterval, Duration timeout) {

    /** The time between two probes at this pace, in nanoseconds. */
    long nanos(Pace pace) {
        Duration fast = fastInterval;
        return (pace == Pace.FAST && fast != null ? fast : interval).toNanos();
    }
}
