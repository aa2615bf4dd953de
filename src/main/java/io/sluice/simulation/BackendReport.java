package io.sluice.simulation;

/**
 * What came to one backend. Immutable.
 *
 * @param weight at the end of the run
 * @param sessions that it was picked for
 * @param expected how many its weight entitled it to, of those picked while it was up
 * @param peak the most sessions it held at once
 * @param mean the sessions it held, averaged over the time of the run
 */
public record BackendReport(String name, int weight, int sessions, double expected, int peak, double mean) {

    /** How many sessions it had above (or, negative, below) what it was entitled to. */
    public double deviation() {
        return sessions - expected;
    }
}
