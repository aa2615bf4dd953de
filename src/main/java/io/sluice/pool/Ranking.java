package io.sluice.pool;

import io.sluice.model.Objective;
import io.sluice.model.ProbeStatistics;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The members of a pool, best first. Under a ranked objective: the better class first, then the lesser value with those without one
 * last, then fewer failures, then fewer results, then by lot; else in configuration order. The lots come from a seed, so equal
 * statistics always give an equal order. Immutable; O(n log n) when ranked.
 */
final class Ranking {

    private final int[] order;
    private final int[] ranks;

    private Ranking(int[] order) {
        this.order = order;
        this.ranks = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
    }

    static Ranking of(List<Member> members, PickRules rules) {
        Objective objective = rules.policy().objective();
        if (!objective.isRanked()) {
            return new Ranking(IntStream.range(0, members.size()).toArray());
        }
        long[] lots = new SplittableRandom(rules.ties()).longs(members.size()).toArray();
        Comparator<Integer> better = Comparator.comparing(
                        (Integer index) -> members.get(index).backendClass(), Comparator.reverseOrder())
                .thenComparingLong(index -> value(members.get(index), objective))
                .thenComparingInt(index -> statistics(members.get(index)).failures())
                .thenComparingInt(index -> statistics(members.get(index)).count())
                .thenComparingLong(index -> lots[index]);
        return new Ranking(IntStream.range(0, members.size())
                .boxed()
                .sorted(better)
                .mapToInt(Integer::intValue)
                .toArray());
    }

    /**
     * What a ranked objective compares, in nanoseconds, the less the better: the deviation or the mean. Without a success there is
     * none, and it counts as greater than any.
     */
    static long value(Member member, Objective objective) {
        ProbeStatistics known = statistics(member);
        if (known.count() == known.failures()) {
            return Long.MAX_VALUE;
        }
        return objective == Objective.LEASTLOAD ? known.deviationNanos() : known.meanNanos();
    }

    /** Whose times decide: the probes'. */
    private static ProbeStatistics statistics(Member member) {
        return member.health().statistics();
    }

    /** The index of the member of this rank; 0 is the best. */
    int at(int rank) {
        return order[rank];
    }

    int rank(int index) {
        return ranks[index];
    }

    int size() {
        return order.length;
    }
}
