package io.sluice.health;

/** How often a backend is asked. */
public enum Pace {
    /** Every {@code interval}. */
    NORMAL,
    /** Every {@code fast_interval}: it may be about to change class. */
    FAST
}
