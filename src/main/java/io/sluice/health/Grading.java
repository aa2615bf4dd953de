package io.sluice.health;

import io.sluice.model.BackendClass;
import io.sluice.model.ProbeStatistics;
import java.time.Duration;

/**
 * What makes a backend that has not failed more than alive. Pure.
 *
 * @param maxRtt mean probe time above which it is not qualified; zero = any
 * @param maxFail failures per {@code sampling} results above which it is not qualified; a rate, so that 1 of 3 results is more
 *     than 1 of 10
 * @param sampling the number of results that {@code maxFail} is said of
 */
public record Grading(Duration maxRtt, int maxFail, int sampling) {

    /** Alive or qualified, after sing-box's load balancer: O(1). */
    BackendClass grade(ProbeStatistics statistics) {
        boolean failsTooOften = (long) statistics.failures() * sampling > (long) maxFail * statistics.count();
        boolean isTooSlow = !maxRtt.isZero() && statistics.meanNanos() > maxRtt.toNanos();
        return failsTooOften || isTooSlow ? BackendClass.ALIVE : BackendClass.QUALIFIED;
    }
}
