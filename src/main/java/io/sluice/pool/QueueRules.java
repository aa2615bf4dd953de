package io.sluice.pool;

import java.time.Duration;

/**
 * Whether and how sessions wait while every backend is full. Immutable.
 *
 * @param timeout how long one may wait; zero = nobody waits
 * @param max how many may wait at once; 0 = nobody waits
 */
public record QueueRules(Duration timeout, int max) {

    /** A session that finds no place is refused at once. */
    public static final QueueRules OFF = new QueueRules(Duration.ZERO, 0);

    public boolean isOn() {
        return max > 0 && !timeout.isZero();
    }
}
