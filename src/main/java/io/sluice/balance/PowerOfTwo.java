package io.sluice.balance;

import io.sluice.model.Flow;
import java.util.random.RandomGenerator;

/**
 * {@code p2c}: of two different members, each drawn with a chance in proportion to its weight, the one with the lesser
 * (sessions + 1) / weight; the first drawn of equals. The power of two choices (Mitzenmacher, IEEE TPDS 2001; Finagle's
 * {@code P2C.scala}): almost as even as {@code wlc} in O(log n), and loops or replicas that pick at the same moment do not all
 * choose the one that was emptiest. Because the two differ, the fullest member of a pool never takes a session.
 *
 * <p>The second is drawn from what the piece of the first leaves of the line, so no draw is wasted on the first. A draw that is not
 * admitted is repeated, at most {@value #DRAWS} times each; then one is drawn among the admitted, O(n), with the same chances.
 * Build O(n).
 */
public record PowerOfTwo() implements Scheduler {

    private static final int DRAWS = 8;

    @Override
    public String name() {
        return "p2c";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        return eligible.isEmpty() ? Eligible.NOBODY : new Pairs(candidates, eligible, new Shares(eligible.weights()));
    }

    private record Pairs(Candidates candidates, Eligible eligible, Shares shares) implements Picker {

        @Override
        public int pick(Flow flow, Admission admission, RandomGenerator random) {
            for (int draw = 0; draw < DRAWS; draw++) {
                int position = shares.at(random.nextLong(shares.length()));
                int first = eligible.index(position);
                if (admission.admits(first)) {
                    return lessLoaded(first, another(position, admission, random));
                }
            }
            int first = eligible.drawAdmitted(admission, random);
            return lessLoaded(first, eligible.drawAdmitted(first, admission, random));
        }

        private int another(int position, Admission admission, RandomGenerator random) {
            long start = shares.start(position);
            long piece = eligible.weight(position);
            long rest = shares.length() - piece;
            if (rest == 0) {
                return NONE;
            }
            for (int draw = 0; draw < DRAWS; draw++) {
                long point = random.nextLong(rest);
                int index = eligible.index(shares.at(point < start ? point : point + piece));
                if (admission.admits(index)) {
                    return index;
                }
            }
            return eligible.drawAdmitted(eligible.index(position), admission, random);
        }

        private int lessLoaded(int first, int second) {
            if (first == NONE || second == NONE) {
                return first == NONE ? second : first;
            }
            long one = (candidates.sessions(first) + 1L) * effectiveWeight(second);
            long other = (candidates.sessions(second) + 1L) * effectiveWeight(first);
            return other < one ? second : first;
        }

        /** In hundredths. */
        private int effectiveWeight(int index) {
            return candidates.weight(index) * candidates.ramp(index);
        }
    }
}
