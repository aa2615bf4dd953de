package io.sluice.balance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The lookup table of Maglev (Eisenbud et al., NSDI 2016): every member has a permutation of the slots, given by two hashes of its
 * name, and in turn claims the next free slot of it. Members take turns in the order of their names, so the table depends on the set
 * of members only; weights as in Envoy ({@code maglev_lb.cc}): the heaviest claims in every lap, others in proportion.
 *
 * <p>Immutable. Build O(slots x log slots) for the claims and O(laps x n) for the turns, where a lap is at least one slot; 4 bytes per
 * slot. With fewer slots than members some have none.
 */
final class MaglevTable {

    private static final int FREE = -1;

    private final int[] slots;

    private MaglevTable(int size) {
        this.slots = new int[size];
        Arrays.fill(slots, FREE);
    }

    /**
     * Over all configured members with a positive weight, of which there is at least one.
     *
     * @param size how many slots, a prime
     */
    static MaglevTable of(Candidates candidates, int size, long seed) {
        MaglevTable table = new MaglevTable(size);
        table.fill(IntStream.range(0, candidates.size())
                .filter(index -> candidates.weight(index) > 0)
                .boxed()
                .sorted(Comparator.comparing(candidates::name))
                .map(index -> new Claimant(index, candidates.weight(index), utf8(candidates.name(index)), size, seed))
                .toArray(Claimant[]::new));
        return table;
    }

    private static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private void fill(Claimant[] claimants) {
        long heaviest = Arrays.stream(claimants)
                .mapToLong(claimant -> claimant.weight)
                .max()
                .orElseThrow();
        int free = slots.length;
        for (long lap = 1; free > 0; lap++) {
            for (int i = 0; i < claimants.length && free > 0; i++) {
                if (claimants[i].hasTurn(lap, heaviest)) {
                    claimants[i].claim(slots);
                    free--;
                }
            }
        }
    }

    int size() {
        return slots.length;
    }

    /** The index, among all members, of the owner of this slot. */
    int owner(int slot) {
        return slots[slot];
    }

    private static final class Claimant {

        private final int index;
        private final long weight;
        private final int skip;
        private int next;
        private long target;

        Claimant(int index, int weight, byte[] name, int size, long seed) {
            this.index = index;
            this.weight = weight;
            this.next = (int) Long.remainderUnsigned(FlowHash.h64(name, seed), size);
            this.skip = (int) Long.remainderUnsigned(FlowHash.h64(name, seed + 1), size - 1) + 1;
        }

        boolean hasTurn(long lap, long heaviest) {
            if (lap * weight < target) {
                return false;
            }
            target += heaviest;
            return true;
        }

        void claim(int[] slots) {
            while (slots[next] != FREE) {
                step(slots.length);
            }
            slots[next] = index;
            step(slots.length);
        }

        private void step(int size) {
            next += skip;
            if (next >= size) {
                next -= size;
            }
        }
    }
}
