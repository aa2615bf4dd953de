package io.sluice.health;

import io.sluice.model.ProbeStatistics;

/**
 * The last results of one backend, and what those that are still valid come to. Times are summed in 64 bits; the deviation is the
 * population's around the mean as told, so it is of whole nanoseconds like the mean. Used by one thread. O(1) to add, O(sampling)
 * to look at.
 */
final class Samples {

    private static final long FAILED = -1;

    private final long[] atNanos;
    private final long[] durations;
    private final long validityNanos;
    private int newest = -1;
    private int size;

    /**
     * @param sampling how many results are kept
     * @param validityNanos how long each of them counts
     */
    Samples(int sampling, long validityNanos) {
        this.atNanos = new long[sampling];
        this.durations = new long[sampling];
        this.validityNanos = validityNanos;
    }

    void succeeded(long nowNanos, long durationNanos) {
        add(nowNanos, durationNanos);
    }

    void failed(long nowNanos) {
        add(nowNanos, FAILED);
    }

    private void add(long nowNanos, long duration) {
        newest = (newest + 1) % atNanos.length;
        atNanos[newest] = nowNanos;
        durations[newest] = duration;
        size = Math.min(size + 1, atNanos.length);
    }

    ProbeStatistics statistics(long nowNanos) {
        int count = valid(nowNanos);
        int successes = 0;
        long sum = 0;
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int age = 0; age < count; age++) {
            long duration = duration(age);
            if (duration != FAILED) {
                successes++;
                sum += duration;
                least = Math.min(least, duration);
                most = Math.max(most, duration);
            }
        }
        if (successes == 0) {
            return new ProbeStatistics(count, count, 0, 0, 0, 0);
        }
        long mean = sum / successes;
        long deviation = successes < 2 ? mean / 2 : deviation(count, successes, mean);
        return new ProbeStatistics(count, count - successes, mean, least, most, deviation);
    }

    /** How many count, from the newest to the first that is too old. */
    private int valid(long nowNanos) {
        int count = 0;
        while (count < size && nowNanos - atNanos[index(count)] <= validityNanos) {
            count++;
        }
        return count;
    }

    /** The squares of nanoseconds do not fit a long; a double has more digits than any clock. */
    private long deviation(int count, int successes, long mean) {
        double squares = 0;
        for (int age = 0; age < count; age++) {
            long duration = duration(age);
            if (duration != FAILED) {
                double distance = duration - mean;
                squares += distance * distance;
            }
        }
        return (long) Math.sqrt(squares / successes);
    }

    private long duration(int age) {
        return durations[index(age)];
    }

    private int index(int age) {
        return Math.floorMod(newest - age, atNanos.length);
    }
}
