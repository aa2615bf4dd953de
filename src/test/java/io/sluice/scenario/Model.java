package io.sluice.scenario;

import io.sluice.model.BackendClass;
import io.sluice.model.Learn;
import io.sluice.model.Objective;
import io.sluice.model.PickPolicy;
import io.sluice.model.ProbeStatistics;
import io.sluice.pool.Member;
import io.sluice.pool.PoolSnapshot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who ought to be a candidate, told from the statistics of one snapshot by the words of the documentation. It has no lots: whom
 * the statistics do not tell apart may stand for each other.
 */
final class Model {

    private final List<Member> members;
    private final PickPolicy policy;

    Model(PoolSnapshot snapshot) {
        this.members = snapshot.members();
        this.policy = snapshot.narrowing().rules().policy();
    }

    /** True if these names are the candidates, or others that are exactly as good. */
    boolean agrees(Set<String> chosen) {
        List<Member> theirs = members.stream()
                .filter(member -> chosen.contains(member.backend().name()))
                .toList();
        return merits(theirs).equals(merits(candidates()));
    }

    private List<String> merits(List<Member> of) {
        return of.stream()
                .map(member -> policy.objective() == Objective.ALIVE || policy.objective() == Objective.QUALIFIED
                        ? member.backend().name()
                        : member.backendClass() + " " + value(member) + " " + statistics(member))
                .sorted()
                .toList();
    }

    private List<Member> candidates() {
        List<Member> kept = members;
        if (policy.objective() != Objective.ALIVE && kept.stream().anyMatch(Model::isQualified)) {
            kept = only(kept, Model::isQualified);
        } else if (kept.stream().anyMatch(Model::answers)) {
            kept = only(kept, Model::answers);
        }
        if (policy.objective() == Objective.LEASTLOAD || policy.objective() == Objective.LEASTPING) {
            kept = best(kept.stream().sorted(order()).toList());
        }
        return kept;
    }

    private Comparator<Member> order() {
        return Comparator.comparing(Member::backendClass, Comparator.reverseOrder())
                .thenComparing(this::value)
                .thenComparing(member -> statistics(member).failures())
                .thenComparing(member -> statistics(member).count());
    }

    private List<Member> best(List<Member> sorted) {
        int wanted = policy.expected() < 1 ? 1 : policy.expected();
        if (wanted > sorted.size()) {
            return sorted;
        }
        int before = 0;
        while (true) {
            BackendClass first = sorted.get(before).backendClass();
            int reached = before;
            for (Duration baseline : policy.baselines()) {
                long within = sorted.stream()
                        .filter(member -> member.backendClass() == first && value(member) < baseline.toNanos())
                        .count();
                reached = Math.max(reached, before + (int) within);
                if (reached >= wanted) {
                    return sorted.subList(0, reached);
                }
            }
            boolean endsWithItsClass = reached > before
                    && reached < sorted.size()
                    && sorted.get(reached).backendClass() != first;
            if (!endsWithItsClass) {
                return sorted.subList(0, wanted);
            }
            before = reached;
        }
    }

    private double value(Member member) {
        ProbeStatistics seen = statistics(member);
        if (seen.successes() == 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (policy.objective() == Objective.LEASTPING) {
            return seen.meanNanos();
        }
        return seen.successes() == 1 ? Math.floor(seen.meanNanos() / 2.0) : seen.deviationNanos();
    }

    private ProbeStatistics statistics(Member member) {
        return policy.learn() == Learn.TRAFFIC
                ? member.backend().stats().recentConnects()
                : member.health().statistics();
    }

    private static List<Member> only(List<Member> members, Predicate<Member> wanted) {
        return members.stream().filter(wanted).toList();
    }

    private static boolean isQualified(Member member) {
        return member.backendClass() == BackendClass.QUALIFIED;
    }

    private static boolean answers(Member member) {
        return member.backendClass() != BackendClass.FAILED;
    }
}
