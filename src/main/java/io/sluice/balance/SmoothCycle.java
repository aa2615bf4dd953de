package io.sluice.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One period of nginx's smooth weighted round robin, written down. Before each step everyone gains its weight; the one with the most
 * (the first of equals) is chosen and pays the sum of all weights. So after k steps a member with weight w that was chosen c times
 * holds k w - c W, and members of one weight take turns in order: only the head of each weight need be compared. HAProxy's map
 * ({@code lb_map.c}) is the same rule, but compares what everyone holds in whole prices, rounded down.
 *
 * <p>Bounds: the weights are divided by their greatest common divisor; if they still sum up to more than {@value #LONGEST}, they are
 * scaled down to that sum, rounded, but never to 0. What is lost then: a share is off by up to half a step of the cycle, in
 * proportion 1 / (2 w') for a scaled weight w', and a member entitled to less than one step gets one, which the others pay for. n members of d different
 * weights make at most LONGEST + n steps, 4 bytes each, in O(steps x d); d is below the square root of twice the steps, so this is
 * a few million comparisons at the very worst.
 */
final class SmoothCycle {

    static final int LONGEST = 16_384;

    private final List<Group> groups;
    private final int[] cycle;

    private SmoothCycle(int[] weights, long grain) {
        TreeMap<Integer, List<Integer>> byWeight = new TreeMap<>();
        for (int position = 0; position < weights.length; position++) {
            byWeight.computeIfAbsent(weights[position], weight -> new ArrayList<>())
                    .add(position);
        }
        this.groups = byWeight.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue(), grain))
                .toList();
        this.cycle = new int[IntStream.of(weights).sum()];
    }

    /** The positions in the order of one period of nginx, for at least one weight, all positive. */
    static int[] of(int[] weights) {
        return new SmoothCycle(Proportions.bounded(weights, LONGEST), 1).run();
    }

    /** The positions in the order of HAProxy's map, for at least one weight, all positive. */
    static int[] map(int[] weights) {
        int[] least = Proportions.bounded(weights, LONGEST);
        return new SmoothCycle(least, IntStream.of(least).sum()).run();
    }

    private int[] run() {
        for (int step = 0; step < cycle.length; step++) {
            groups.forEach(Group::gain);
            Group richest = groups.get(0);
            for (Group group : groups) {
                if (group.isBefore(richest)) {
                    richest = group;
                }
            }
            cycle[step] = richest.head();
            richest.pay(cycle.length);
        }
        return cycle;
    }

    /** The members of one weight, in order, and what the head of them holds. The others were chosen as often, or once more often. */
    private static final class Group {

        private final int weight;
        private final int[] positions;
        private final long grain;
        private int turn;
        private long credit;

        Group(int weight, List<Integer> positions, long grain) {
            this.weight = weight;
            this.grain = grain;
            this.positions = positions.stream().mapToInt(Integer::intValue).toArray();
        }

        void gain() {
            credit += weight;
        }

        int head() {
            return positions[turn];
        }

        boolean isBefore(Group other) {
            long mine = Math.floorDiv(credit, grain);
            long others = Math.floorDiv(other.credit, grain);
            return mine > others || (mine == others && head() < other.head());
        }

        /** The head was chosen: the next one is head, and only when all have paid does a head hold less. */
        void pay(int price) {
            turn++;
            if (turn == positions.length) {
                turn = 0;
                credit -= price;
            }
        }
    }
}
