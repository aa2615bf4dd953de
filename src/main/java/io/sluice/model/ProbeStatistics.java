package io.sluice.model;

/**
 * What the last results of a check, within their validity, come to. Times are of successes only, in nanoseconds, whole, and 0
 * without a success; the deviation is the population's.
 *
 * @param count results, failed or not
 * @param failures how many of them failed
 */
public record ProbeStatistics(
        int count, int failures, long meanNanos, long minNanos, long maxNanos, long deviationNanos) {

    /** Nothing is known. */
    public static final ProbeStatistics NONE = new ProbeStatistics(0, 0, 0, 0, 0, 0);
}
