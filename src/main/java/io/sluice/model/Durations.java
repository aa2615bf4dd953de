package io.sluice.model;

import java.time.Duration;

/** Durations as the configuration file writes them. Pure. */
public final class Durations {

    private Durations() {}

    /** The shortest text that reads back as this duration, such as {@code 1m30s}; it must be of whole milliseconds. */
    public static String text(Duration duration) {
        String text = unit(duration.toHours(), "h")
                + unit(duration.toMinutesPart(), "m")
                + unit(duration.toSecondsPart(), "s")
                + unit(duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text;
    }

    private static String unit(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
