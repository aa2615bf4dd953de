package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code random}: each member with a chance in proportion to its weight, like nginx's {@code random}. No memory between picks, so
 * worker loops share nothing and replicas never march in step; the price is spread: the fullest of n equal members leads by the
 * square root of its sessions. Build O(n); a pick is one draw and one lookup, O(1), see {@link Shares}. A member that is not admitted is
 * drawn again, at most {@value #DRAWS} times; then one is drawn among the admitted, O(n), with the same chances.
 */
public record RandomDraw() implements Scheduler {

    private static final int DRAWS = 8;

    @Override
    public String name() {
        return "random";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        Shares shares = new Shares(eligible.weights());
        return (flow, admission, draws) -> {
            for (int draw = 0; draw < DRAWS; draw++) {
                int index = eligible.index(shares.at(draws.nextLong(shares.length())));
                if (admission.admits(index)) {
                    return index;
                }
            }
            return eligible.drawAdmitted(admission, draws);
        };
    }
}
