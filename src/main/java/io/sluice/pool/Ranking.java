package io.sluice.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The members of a pool, best first. Under a ranked objective: the better class first, then the lesser value with those without one
 * last, then fewer failures, then fewer results, then by lot; else in configuration order. The lots come from a seed, so equal
 * statistics always give an equal order. Immutable; O(n log n) when ranked.
 */
final class Ranking {

    private final List<Ranked> order;
    private final int[] ranks;

    private Ranking(List<Ranked> order) {
        this.order = order;
        this.ranks = new int[order.size()];
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[order.get(rank).index()] = rank;
        }
    }

    static Ranking of(List<Member> members, PickRules rules) {
        List<Ranked> order = new ArrayList<>(members.size());
        for (Member member : members) {
            order.add(Ranked.of(order.size(), member, rules.policy()));
        }
        if (rules.policy().objective().isRanked()) {
            order.sort(better(
                    new SplittableRandom(rules.ties()).longs(members.size()).toArray()));
        }
        return new Ranking(order);
    }

    private static Comparator<Ranked> better(long[] lots) {
        return Comparator.comparing((Ranked ranked) -> ranked.member().backendClass(), Comparator.reverseOrder())
                .thenComparingLong(Ranked::value)
                .thenComparingInt(ranked -> ranked.statistics().failures())
                .thenComparingInt(ranked -> ranked.statistics().count())
                .thenComparingLong(ranked -> lots[ranked.index()]);
    }

    /** The member of this rank; 0 is the best. */
    Ranked at(int rank) {
        return order.get(rank);
    }

    int rank(int index) {
        return ranks[index];
    }

    int size() {
        return ranks.length;
    }
}
