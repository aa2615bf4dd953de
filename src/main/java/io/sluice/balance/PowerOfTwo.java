package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code p2c}: of two different members, each drawn with a chance in proportion to its weight, the one with the lesser
 * (sessions + 1) / weight; the first drawn of equals. The power of two choices (Mitzenmacher, IEEE TPDS 2001; Finagle's
 * {@code P2C.scala}): almost as even as {@code wlc} in O(1), and loops or replicas that pick at the same moment do not all
 * choose the one that was emptiest. Because the two differ, the fullest member of a pool never takes a session.
 *
 * <p>How they are drawn: {@link TwoDraws}. Build O(n).
 */
public record PowerOfTwo() implements Scheduler {

    @Override
    public String name() {
        return "p2c";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        return new TwoDraws(
                eligible,
                new Shares(eligible.weights()),
                new Load(candidates, eligible.weightsByIndex(candidates.size())));
    }

    private static final class Load implements TwoDraws.Comparison {

        private final Candidates candidates;
        private final int[] weights;

        Load(Candidates candidates, int[] weights) {
            this.candidates = candidates;
            this.weights = weights;
        }

        @Override
        public boolean isCheaper(int one, int other) {
            return (candidates.sessions(one) + 1L) * weights[other] < (candidates.sessions(other) + 1L) * weights[one];
        }
    }
}
