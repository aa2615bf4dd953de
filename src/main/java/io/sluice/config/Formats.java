package io.sluice.config;

import java.time.Duration;

/** Formats of the configuration file for those who take the same values from elsewhere, so that they are written alike. Immutable. */
public final class Formats {

    /** So many a second: {@code 50/s}. */
    public static final Format<Integer> RATE = RateText.INSTANCE;

    /** A duration, zero included: {@code 1m30s}. */
    public static final Format<Duration> DURATION = DurationText.ANY;

    private Formats() {}
}
