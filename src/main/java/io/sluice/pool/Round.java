package io.sluice.pool;

import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a step of the narrowing looks at: everyone, and who is still kept. A step only reads it.
 *
 * @param kept indices of members, at least one
 */
record Round(List<Member> members, BitSet kept, PickRules rules, Ranking ranking) {

    /** The kept, in configuration order. */
    Stream<Member> stream() {
        return kept.stream().mapToObj(members::get);
    }

    /** True when somebody kept is like this. */
    boolean has(Predicate<Member> like) {
        return stream().anyMatch(like);
    }

    /** The ranks of the kept, best first. */
    int[] ranks() {
        return IntStream.range(0, ranking.size())
                .filter(rank -> kept.get(ranking.at(rank).index()))
                .toArray();
    }
}
