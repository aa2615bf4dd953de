package io.sluice.pool;

import io.sluice.model.Objective;
import io.sluice.model.PickPolicy;
import io.sluice.model.ProbeStatistics;

/**
 * A member with what a ranked objective knows of it at one moment. Live sessions teach meanwhile, so it is read once.
 *
 * @param index of the member in its pool
 * @param value what is compared, in nanoseconds, the less the better: the deviation or the mean
 */
record Ranked(int index, Member member, ProbeStatistics statistics, long value) {

    static Ranked of(int index, Member member, PickPolicy policy) {
        ProbeStatistics statistics = statistics(member, policy);
        return new Ranked(index, member, statistics, value(statistics, policy.objective()));
    }

    private static ProbeStatistics statistics(Member member, PickPolicy policy) {
        ProbeStatistics probes = member.health().statistics();
        return switch (policy.learn()) {
            case PROBES -> probes;
            case TRAFFIC -> member.backend().stats().recentConnects();
            case BOTH -> probes.with(member.backend().stats().recentConnects());
        };
    }

    /** Without a success there is no value, which is worse than any; one alone deviates by half of itself, as in sing-box. */
    private static long value(ProbeStatistics statistics, Objective objective) {
        if (statistics.successes() == 0) {
            return Long.MAX_VALUE;
        }
        if (objective != Objective.LEASTLOAD) {
            return statistics.meanNanos();
        }
        return statistics.successes() == 1 ? statistics.meanNanos() / 2 : statistics.deviationNanos();
    }
}
