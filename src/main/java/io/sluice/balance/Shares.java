package io.sluice.balance;

/**
 * A line cut into one piece per member, each as long as the member's weight: a point on it belongs to one member. A weight of 0 is
 * an empty piece that no point hits. Immutable; build O(n), lookup O(log n).
 */
final class Shares {

    private final long[] ends;

    Shares(int[] weights) {
        ends = new long[weights.length];
        long end = 0;
        for (int i = 0; i < weights.length; i++) {
            end += weights[i];
            ends[i] = end;
        }
    }

    /** How long the line is: the sum of the weights. */
    long length() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** Where this member's piece begins. */
    long start(int member) {
        return member == 0 ? 0 : ends[member - 1];
    }

    /** The member whose piece holds this point, 0 to length - 1: the first whose piece ends after it. */
    int at(long point) {
        int low = 0;
        int high = ends.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
