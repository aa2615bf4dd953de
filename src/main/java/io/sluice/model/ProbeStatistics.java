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

    /** How many results did not fail. */
    public int successes() {
        return count - failures;
    }

    /** The two series as one. */
    public ProbeStatistics with(ProbeStatistics other) {
        if (successes() == 0 || other.successes() == 0) {
            ProbeStatistics timed = successes() == 0 ? other : this;
            return new ProbeStatistics(
                    count + other.count,
                    failures + other.failures,
                    timed.meanNanos,
                    timed.minNanos,
                    timed.maxNanos,
                    timed.deviationNanos);
        }
        double all = (double) successes() + other.successes();
        double mean = (meanNanos * (double) successes() + other.meanNanos * (double) other.successes()) / all;
        double squares = squares(mean) + other.squares(mean);
        return new ProbeStatistics(
                count + other.count,
                failures + other.failures,
                (long) mean,
                Math.min(minNanos, other.minNanos),
                Math.max(maxNanos, other.maxNanos),
                (long) Math.sqrt(squares / all));
    }

    /** The sum of the squared distances of all times from this value. A single time has no deviation, whatever stands for it. */
    private double squares(double from) {
        double own = successes() == 1 ? 0 : (double) deviationNanos * deviationNanos;
        double shift = meanNanos - from;
        return successes() * (own + shift * shift);
    }
}
