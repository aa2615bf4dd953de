package io.sluice.health;

import java.time.Duration;

/**
 * When live sessions' failures take a backend out.
 *
 * @param fall connect failures in a row
 * @param duration how long the first time; each time in a row it is longer by this much
 * @param mostPercent of a pool's backends that may be out at once, 0 to 100; one may always
 */
public record EjectionPolicy(int fall, Duration duration, int mostPercent) {

    /** Times the duration: the longest that a backend is out. */
    static final int LONGEST = 10;
}
