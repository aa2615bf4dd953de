package io.sluice.balance;

/**
 * A line cut into one piece per member, each as long as the member's weight: a point on it belongs to one member. A weight of 0 is
 * an empty piece that no point hits. A guide table (Chen and Asau, "On generating random variates from an empirical distribution",
 * AIIE Transactions 1974) tells for each of n to 4n equal stretches of the line where its search begins and ends. Immutable; build
 * O(n), lookup O(1) for a random point, whatever the weights, and O(log n) for the worst.
 */
final class Shares {

    private final long[] ends;
    private final long length;
    private final int shift;
    private final int[] guide;

    Shares(int[] weights) {
        ends = new long[weights.length];
        long end = 0;
        for (int i = 0; i < weights.length; i++) {
            end += weights[i];
            ends[i] = end;
        }
        length = end;
        shift = Math.max(0, bits(length) - bits(weights.length) - 1);
        guide = guide();
    }

    private static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }

    /** The member at the first point of each stretch; one more for the end. */
    private int[] guide() {
        if (length == 0) {
            return new int[0];
        }
        int[] members = new int[(int) ((length - 1) >>> shift) + 2];
        int member = 0;
        for (int stretch = 0; stretch < members.length - 1; stretch++) {
            while (ends[member] <= ((long) stretch << shift)) {
                member++;
            }
            members[stretch] = member;
        }
        members[members.length - 1] = ends.length - 1;
        return members;
    }

    /** How long the line is: the sum of the weights. */
    long length() {
        return length;
    }

    /** Where this member's piece begins. */
    long start(int member) {
        return member == 0 ? 0 : ends[member - 1];
    }

    /** The member whose piece holds this point, 0 to length - 1: the first whose piece ends after it. */
    int at(long point) {
        int stretch = (int) (point >>> shift);
        int low = guide[stretch];
        int high = guide[stretch + 1];
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
