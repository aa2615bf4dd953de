package io.sluice.control;

/**
 * How many sessions each of some backends should have. In proportion to the weights and rounded up, but no more than a backend may
 * hold: what it cannot take falls to the others. With 90 sessions, weights 1, 1, 1 and a limit of 10 for the last the shares are 40,
 * 40 and 10. When all together may not hold as many as there are, limits do not count: nobody could take what is ended. Pure; O(n²)
 * at worst, O(n) without limits.
 */
final class FairShares {

    private final long[] weights;
    private final int[] limits;
    private final int[] shares;
    private final boolean[] isFull;

    private FairShares(long[] weights, int[] limits) {
        this.weights = weights;
        this.limits = limits;
        this.shares = new int[weights.length];
        this.isFull = new boolean[weights.length];
    }

    /**
     * Divides.
     *
     * @param weights at least 0; who has none gets no share
     * @param limits 0 = no limit
     * @param sessions of all together
     */
    static int[] of(long[] weights, int[] limits, int sessions) {
        FairShares limited = new FairShares(weights, limits);
        return limited.divide(sessions) ? limited.shares : unlimited(weights, sessions);
    }

    private static int[] unlimited(long[] weights, int sessions) {
        FairShares unlimited = new FairShares(weights, new int[weights.length]);
        boolean unused = unlimited.divide(sessions);
        return unlimited.shares;
    }

    /** False when the limits leave no room for all. */
    private boolean divide(int sessions) {
        long left = sessions;
        boolean isSettled = false;
        while (!isSettled) {
            long weight = openWeight();
            if (weight == 0) {
                return left == 0;
            }
            long taken = fill(left, weight);
            left -= taken;
            isSettled = taken == 0;
        }
        long weight = openWeight();
        for (int i = 0; i < shares.length; i++) {
            if (!isFull[i]) {
                shares[i] = (int) ((left * weights[i] + weight - 1) / weight);
            }
        }
        return true;
    }

    private long openWeight() {
        long sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += isFull[i] ? 0 : weights[i];
        }
        return sum;
    }

    /** Fills those whose share is at least their limit; how many sessions they take. */
    private long fill(long sessions, long weight) {
        long taken = 0;
        for (int i = 0; i < shares.length; i++) {
            boolean reachesLimit = limits[i] > 0 && sessions * weights[i] >= limits[i] * weight;
            if (!isFull[i] && reachesLimit) {
                isFull[i] = true;
                shares[i] = limits[i];
                taken += limits[i];
            }
        }
        return taken;
    }
}
