package io.sluice.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a pool is narrowed by what the probes say.
 *
 * @param maxRtt mean probe time above which a backend is not qualified; zero = any
 * @param maxFail failures within the check's sampling above which a backend is not qualified; a rate
 * @param expected for the ranked objectives: how many candidates to aim for, at least 1
 * @param baselines for the ranked objectives: values below which a backend is good, ascending
 * @param learn for the ranked objectives: whose times they read
 * @param damping when a backend that flaps is held back; null = never
 */
public record PickPolicy(
        Objective objective,
        Duration maxRtt,
        int maxFail,
        int expected,
        List<Duration> baselines,
        Learn learn,
        @Nullable DampingPolicy damping) {

    /** Everyone alive. */
    public static final PickPolicy DEFAULT = new PickPolicy(Objective.ALIVE, Duration.ZERO, 0, 1, List.of());

    public PickPolicy {
        baselines = List.copyOf(baselines);
    }

    /** Reads the times of probes, without damping. */
    public PickPolicy(Objective objective, Duration maxRtt, int maxFail, int expected, List<Duration> baselines) {
        this(objective, maxRtt, maxFail, expected, baselines, Learn.PROBES, null);
    }
}
