package io.sluice.pool;

import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Objective;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One step that narrows a pool's members to its candidates: a pure function of the members kept so far. The steps are data, taken
 * in their order, so that what explains a decision is the code that takes it. Each is O(n) but for the ranking, see
 * {@link Ranking}.
 */
public enum Step {
    /** A backend whose name could not be resolved cannot be reached. */
    ADDRESS {
        @Override
        Verdict over(Round round) {
            return index -> round.members().get(index).isResolved() ? null : "its name is not resolved";
        }
    },
    /** The operator's word: draining and disabled backends take no new session. */
    STATE {
        @Override
        Verdict over(Round round) {
            return index -> {
                BackendState state = round.members().get(index).state();
                return state == BackendState.ENABLED ? null : "it is " + state.word();
            };
        }
    },
    /** Weight 0 is never picked. */
    WEIGHT {
        @Override
        Verdict over(Round round) {
            return index -> round.members().get(index).weight() > 0 ? null : "its weight is 0";
        }
    },
    /** Whom live sessions could not connect waits, as long as somebody else can be used: the last one is never ejected. */
    EJECTED {
        @Override
        Verdict over(Round round) {
            if (!round.has(Member::isUsable)) {
                return Verdict.NO_OBJECTION;
            }
            return index -> round.members().get(index).health().ejected() ? "it is ejected" : null;
        }
    },
    /**
     * The most preferred group in which somebody has not failed; if everyone has, the most preferred of all. Whoever is only full
     * keeps its group in charge: sessions that wait for it, or are refused, are not sent to lesser backends.
     */
    PRIORITY {
        @Override
        Verdict over(Round round) {
            boolean isAnyoneLeft = round.has(member -> !member.isFailed());
            Member first = round.stream()
                    .filter(member -> !isAnyoneLeft || !member.isFailed())
                    .min(PREFERENCE)
                    .orElseThrow();
            String reason = first.backup()
                    ? "backups of priority " + first.priority() + " come first"
                    : "backends of priority " + first.priority() + " come first";
            return index -> PREFERENCE.compare(round.members().get(index), first) == 0 ? null : reason;
        }
    },
    /**
     * The class that the objective asks for, else the next one that somebody has. Those not probed yet count as alive. The failed
     * come last, and only where the pool cascades.
     */
    CLASS {
        @Override
        Verdict over(Round round) {
            Predicate<Member> qualified = member -> member.backendClass() == BackendClass.QUALIFIED;
            if (round.rules().policy().objective() != Objective.ALIVE && round.has(qualified)) {
                return classes(round, qualified, "others are qualified");
            }
            if (round.has(member -> !member.isFailed())) {
                return classes(round, member -> !member.isFailed(), "others are not");
            }
            return round.rules().cascades() ? Verdict.NO_OBJECTION : index -> "it is failed";
        }

        private Verdict classes(Round round, Predicate<Member> wanted, String others) {
            return index -> {
                Member member = round.members().get(index);
                return wanted.test(member)
                        ? null
                        : "it is " + member.backendClass().word() + ", " + others;
            };
        }
    },
    /** Under a ranked objective, as many of the best as are expected and as the baselines say. */
    BEST {
        @Override
        Verdict over(Round round) {
            Objective objective = round.rules().policy().objective();
            if (!objective.isRanked()) {
                return Verdict.NO_OBJECTION;
            }
            int[] ranks = round.ranks();
            List<Ranked> best =
                    IntStream.of(ranks).mapToObj(round.ranking()::at).toList();
            int count = new Selection(best).count(round.rules().policy());
            int last = ranks[count - 1];
            String reason = "it is not among the " + count + " best by the "
                    + (objective == Objective.LEASTLOAD ? "standard deviation" : "mean") + " of its times";
            return index -> round.ranking().rank(index) <= last ? null : reason;
        }
    };

    /** All steps in the order in which they are taken. */
    static final List<Step> ORDER = List.of(values());

    /** Whoever is not a backup first, then the lower number. */
    private static final Comparator<Member> PREFERENCE =
            Comparator.comparing(Member::backup).thenComparingInt(Member::priority);

    /** Judges the members that are kept so far, of which there is at least one. */
    abstract Verdict over(Round round);

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
