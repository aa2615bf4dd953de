package io.sluice.control;

import io.sluice.health.ClassChange;

/** Something that an operator may want to hear of as it happens. */
public sealed interface Event {

    /** When, in milliseconds since the epoch. */
    long atMillis();

    /** The probes say something else of a backend than before. */
    record ClassChanged(long atMillis, String pool, String backend, ClassChange change) implements Event {}

    /**
     * All backends of a pool failed at once, and it was held against the network.
     *
     * @param inARow rounds discarded since somebody last answered
     */
    record RoundDiscarded(long atMillis, String pool, int inARow) implements Event {}
}
