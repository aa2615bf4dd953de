package io.sluice.simulation;

import java.time.Duration;
import java.util.List;

/**
 * What a run has shown. Immutable; equal for equal runs.
 *
 * @param backends in the order they joined, those that were removed included
 * @param length from the start to the last arrival
 * @param refused sessions that nobody could take
 * @param lead the most that a picked backend held, with its new session, above its share by weight of the sessions there were before:
 *     0.5 is half a session
 */
public record Report(List<BackendReport> backends, Duration length, int refused, double lead, Moves moves) {

    public Report {
        backends = List.copyOf(backends);
    }

    /** How many sessions got a backend. */
    public int sessions() {
        return backends.stream().mapToInt(BackendReport::sessions).sum();
    }

    /** The greatest distance of a backend from what it was entitled to, in sessions. */
    public double greatestDeviation() {
        return backends.stream()
                .mapToDouble(backend -> Math.abs(backend.deviation()))
                .max()
                .orElse(0);
    }

    /** Pearson's statistic of sessions against weights: for independent picks, of n backends, about n - 1. */
    public double chiSquare() {
        return backends.stream()
                .filter(backend -> backend.expected() > 0)
                .mapToDouble(backend -> backend.deviation() * backend.deviation() / backend.expected())
                .sum();
    }

    /** The most sessions that a backend held at once. */
    public int peak() {
        return backends.stream().mapToInt(BackendReport::peak).max().orElse(0);
    }

    /** The most sessions per weight that a backend held at once; backends whose weight is 0 at the end are left out. */
    public double peakPerWeight() {
        return backends.stream()
                .filter(backend -> backend.weight() > 0)
                .mapToDouble(backend -> (double) backend.peak() / backend.weight())
                .max()
                .orElse(0);
    }

    /** The sessions of the pool, averaged over the time of the run. */
    public double mean() {
        return backends.stream().mapToDouble(BackendReport::mean).sum();
    }
}
