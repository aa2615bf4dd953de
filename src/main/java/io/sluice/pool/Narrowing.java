package io.sluice.pool;

import io.sluice.pool.Narrowing.Taken.Dropped;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The members of a pool at one moment, narrowed to its candidates by one {@link Step} after the other, with what each step said.
 * Immutable; O(n), or O(n log n) under a ranked objective.
 */
public final class Narrowing {

    private final List<Member> members;
    private final PickRules rules;
    private final Ranking ranking;
    private final BitSet candidates;
    private final @Nullable Step[] droppedBy;
    private final @Nullable String[] objections;

    private Narrowing(List<Member> members, PickRules rules) {
        this.members = List.copyOf(members);
        this.rules = rules;
        this.ranking = Ranking.of(members, rules);
        this.candidates = new BitSet(members.size());
        this.droppedBy = new Step[members.size()];
        this.objections = new String[members.size()];
        candidates.set(0, members.size());
        Step.ORDER.forEach(this::take);
    }

    /** Takes all steps. */
    public static Narrowing of(List<Member> members, PickRules rules) {
        return new Narrowing(members, rules);
    }

    private void take(Step step) {
        if (candidates.isEmpty()) {
            return;
        }
        // A verdict must not see what it changes itself.
        BitSet kept = (BitSet) candidates.clone();
        Verdict verdict = step.over(new Round(members, kept, rules, ranking));
        for (int index = kept.nextSetBit(0); index >= 0; index = kept.nextSetBit(index + 1)) {
            String objection = verdict.objection(index);
            if (objection != null) {
                candidates.clear(index);
                droppedBy[index] = step;
                objections[index] = objection;
            }
        }
    }

    public List<Member> members() {
        return members;
    }

    public PickRules rules() {
        return rules;
    }

    public boolean isCandidate(int index) {
        return candidates.get(index);
    }

    public int candidateCount() {
        return candidates.cardinality();
    }

    /** How good the member is by the objective, 0 the best; it is compared among candidates only. */
    public int rank(int index) {
        return ranking.rank(index);
    }

    /** Why the member is no candidate, in words; null for a candidate. */
    public @Nullable String objection(int index) {
        return objections[index];
    }

    /** What each step did, in order: the explanation of who is a candidate and who is not. */
    public List<Taken> steps() {
        List<Taken> taken = new ArrayList<>();
        BitSet kept = new BitSet(members.size());
        kept.set(0, members.size());
        for (Step step : Step.ORDER) {
            List<Dropped> dropped = new ArrayList<>();
            for (int index = 0; index < members.size(); index++) {
                String objection = objections[index];
                if (droppedBy[index] == step && objection != null) {
                    kept.clear(index);
                    dropped.add(new Dropped(members.get(index), objection));
                }
            }
            taken.add(new Taken(step, kept.stream().mapToObj(members::get).toList(), dropped));
        }
        return taken;
    }

    /** True when pickers over the two would have the same to choose from: the same candidates at the same weights. */
    public boolean offersTheSameAs(Narrowing other) {
        return members.size() == other.members.size()
                && candidates.equals(other.candidates)
                && IntStream.range(0, members.size()).allMatch(index -> weighsTheSame(other, index));
    }

    private boolean weighsTheSame(Narrowing other, int index) {
        Member mine = members.get(index);
        Member theirs = other.members.get(index);
        return mine.backend() == theirs.backend() && mine.weight() == theirs.weight() && mine.ramp() == theirs.ramp();
    }

    /** What one step did. */
    public record Taken(Step step, List<Member> kept, List<Dropped> dropped) {

        /** Whom it dropped, and why in words. */
        public record Dropped(Member member, String reason) {}
    }
}
