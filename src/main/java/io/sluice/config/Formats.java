package io.sluice.config;

import io.sluice.model.Endpoint;
import java.time.Duration;

/** Formats of the configuration file for those who take the same values from elsewhere, so that they are written alike. Immutable. */
public final class Formats {

    /** So many a second: {@code 50/s}. */
    public static final Format<Integer> RATE = RateText.INSTANCE;

    /** A duration, zero included: {@code 1m30s}. */
    public static final Format<Duration> DURATION = DurationText.ANY;

    /** How long a configuration may wait to be confirmed. */
    public static final Format<Duration> TRIAL = new DurationText(Duration.ofSeconds(1), Duration.ofDays(1));

    /** The address of a backend, but for host names: they would have to be asked for, which is left to the file. */
    public static final Format<Endpoint> PLAIN_ADDRESS = new PlainAddressText();

    /** The name of a backend. */
    public static final Format<String> NAME = NameText.INSTANCE;

    private Formats() {}
}
