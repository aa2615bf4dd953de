package io.sluice.balance;

import io.sluice.model.Flow;
import java.util.random.RandomGenerator;

/**
 * Draws two different members, each with a chance in proportion to its weight, and picks the cheaper; the first drawn of equals.
 * What is cheaper is up to the scheduler. Because the two differ, the dearest member of a pool never takes a session.
 *
 * <p>The second is drawn from what the piece of the first leaves of the line, so no draw is wasted on the first. A draw that is not
 * admitted is repeated, at most {@value #DRAWS} times each; then one is drawn among the admitted, O(n), with the same chances.
 * Thread-safe, no memory. O(1) as long as few are
 * refused, see {@link Shares}.
 *
 * @param eligible at least one member
 * @param shares their weights
 */
record TwoDraws(Eligible eligible, Shares shares, Comparison comparison) implements Picker {

    private static final int DRAWS = 8;

    @Override
    public int pick(Flow flow, Admission admission, RandomGenerator random) {
        for (int draw = 0; draw < DRAWS; draw++) {
            int position = shares.at(random.nextLong(shares.length()));
            int first = eligible.index(position);
            if (admission.admits(first)) {
                return cheaper(first, another(position, admission, random));
            }
        }
        int first = eligible.drawAdmitted(admission, random);
        return cheaper(first, eligible.drawAdmitted(first, admission, random));
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

    private int cheaper(int first, int second) {
        if (first == NONE || second == NONE) {
            return first == NONE ? second : first;
        }
        return comparison.isCheaper(second, first) ? second : first;
    }

    /** Which of two members should take a session. */
    @FunctionalInterface
    interface Comparison {

        /** True if the first of these costs less than the second, by their indices. */
        boolean isCheaper(int one, int other);
    }
}
