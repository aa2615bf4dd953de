package io.sluice.balance;

import java.util.stream.IntStream;

/**
 * One period of the interleaved weighted round robin of IPVS, written down: a lap for each level from the greatest weight down to 1,
 * in which everyone whose weight reaches the level takes one turn. Weights 4, 3, 2 give {@code A AB ABC ABC}.
 *
 * <p>IPVS steps the level by the greatest common divisor; here the weights are divided by it, which is the same. Bounds and what they
 * cost are those of {@link SmoothCycle}: at most {@link SmoothCycle#LONGEST} + n steps, 4 bytes each, in O(steps).
 */
final class InterleavedCycle {

    private InterleavedCycle() {}

    /** The positions in the order of one period, for at least one weight, all positive. */
    static int[] of(int[] weights) {
        int[] turns = Proportions.bounded(weights, SmoothCycle.LONGEST);
        int[] next = starts(turns);
        int[] cycle = new int[IntStream.of(turns).sum()];
        for (int position = 0; position < turns.length; position++) {
            for (int level = turns[position]; level > 0; level--) {
                cycle[next[level]++] = position;
            }
        }
        return cycle;
    }

    /** By level, where its lap begins: after those of all higher levels. */
    private static int[] starts(int[] turns) {
        int highest = IntStream.of(turns).max().orElse(0);
        int[] members = new int[highest + 1];
        for (int weight : turns) {
            members[weight]++;
        }
        int[] starts = new int[highest + 1];
        int lap = members[highest];
        for (int level = highest - 1; level > 0; level--) {
            starts[level] = starts[level + 1] + lap;
            lap += members[level];
        }
        return starts;
    }
}
