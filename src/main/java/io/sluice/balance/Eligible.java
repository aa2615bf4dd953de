package io.sluice.balance;

import java.util.Comparator;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The members of one snapshot that a scheduler may pick, in configuration order. Positions run from 0 to size - 1. Immutable. */
final class Eligible {

    /** The picker of a pool in which nobody may be picked. */
    static final Picker NOBODY = (flow, admission, random) -> Picker.NONE;

    private static final int FULL = 100;

    private final int[] indices;
    private final int[] weights;

    private Eligible(int[] indices, int[] weights) {
        this.indices = indices;
        this.weights = weights;
    }

    static Eligible of(Candidates candidates) {
        int[] indices = IntStream.range(0, candidates.size())
                .filter(candidates::isEligible)
                .toArray();
        return new Eligible(
                indices, IntStream.of(indices).map(candidates::weight).toArray());
    }

    /**
     * The same members at the weights that count while some of them start slowly: each times its {@link Candidates#ramp}. Nobody
     * does most of the time, and then the weights are as they were written.
     */
    static Eligible ramped(Candidates candidates) {
        Eligible plain = of(candidates);
        boolean isAnyRamping = IntStream.of(plain.indices).anyMatch(index -> candidates.ramp(index) < FULL);
        return isAnyRamping ? plain.times(candidates::ramp) : plain;
    }

    private Eligible times(IntUnaryOperator factorOf) {
        int[] products = new int[indices.length];
        for (int position = 0; position < products.length; position++) {
            products[position] = weights[position] * factorOf.applyAsInt(indices[position]);
        }
        return new Eligible(indices, products);
    }

    /** The same members, the heaviest first; equals stay in configuration order. */
    Eligible heaviestFirst() {
        int[] order = IntStream.range(0, indices.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer position) -> weights[position])
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        return new Eligible(
                IntStream.of(order).map(position -> indices[position]).toArray(),
                IntStream.of(order).map(position -> weights[position]).toArray());
    }

    int size() {
        return indices.length;
    }

    boolean isEmpty() {
        return indices.length == 0;
    }

    /** The index, among all members, of the one at this position. */
    int index(int position) {
        return indices[position];
    }

    int weight(int position) {
        return weights[position];
    }

    /** The weight of each position. */
    int[] weights() {
        return weights.clone();
    }

    /** The weight of each of so many members, by index; 0 for who is not eligible. */
    int[] weightsByIndex(int members) {
        int[] all = new int[members];
        for (int position = 0; position < indices.length; position++) {
            all[indices[position]] = weights[position];
        }
        return all;
    }

    /** The index of the first admitted member from this position on, going round; {@link Picker#NONE} when there is none. */
    int firstAdmitted(int from, Admission admission) {
        for (int step = 0; step < indices.length; step++) {
            int index = indices[(from + step) % indices.length];
            if (admission.admits(index)) {
                return index;
            }
        }
        return Picker.NONE;
    }

    /**
     * The index of one admitted member, each with a chance in proportion to its weight; {@link Picker#NONE} when there is none.
     * Weighted reservoir sampling of one (Chao, Biometrika 1982): each admitted member replaces the choice so far with probability
     * weight / weights seen. Asks everyone once, O(n), because whoever is admitted may change meanwhile; scanning from a random
     * point instead would give the share of a full member to whoever stands after it.
     */
    int drawAdmitted(Admission admission, RandomGenerator random) {
        return drawAdmitted(Picker.NONE, admission, random);
    }

    /** The same, but never the member with this index. */
    int drawAdmitted(int except, Admission admission, RandomGenerator random) {
        int drawn = Picker.NONE;
        long seen = 0;
        for (int position = 0; position < indices.length; position++) {
            if (indices[position] == except || !admission.admits(indices[position])) {
                continue;
            }
            seen += weights[position];
            if (seen == weights[position] || random.nextLong(seen) < weights[position]) {
                drawn = indices[position];
            }
        }
        return drawn;
    }
}
