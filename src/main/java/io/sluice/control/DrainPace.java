package io.sluice.control;

import io.sluice.model.Durations;
import java.time.Duration;

/**
 * How the sessions of a draining backend are ended. Immutable.
 *
 * @param perSecond how many, over all listeners
 * @param leastAge only those that are at least so old; zero = all
 */
public record DrainPace(int perSecond, Duration leastAge) {

    /** Where none is said. */
    public static final int DEFAULT_PER_SECOND = 50;

    /** In words. */
    String words() {
        String rate = "rate " + perSecond + "/s";
        return leastAge.isZero() ? rate : rate + ", max age " + Durations.text(leastAge);
    }
}
