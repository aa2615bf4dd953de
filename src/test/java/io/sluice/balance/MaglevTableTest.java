package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bounds of the table: how even it is, and how much of it changes with its members. */
class MaglevTableTest {

    private static final int[] SIZES = {251, 4_093, 65_537};

    @Test
    void equalMembersHaveEqualSlotsButForOne() {
        for (int size : SIZES) {
            for (int members : new int[] {1, 2, 3, 7, 50, 250, 251}) {
                int[] counts = counts(table(equal(members), size), members);

                assertThat(IntStream.of(counts).max().orElseThrow()
                                - IntStream.of(counts).min().orElseThrow())
                        .as("%d members, %d slots", members, size)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    /** |slots - M w / W| <= 1 + n w / W. */
    @Test
    void slotsFollowTheWeights() {
        for (int size : SIZES) {
            for (long seed = 0; seed < 30; seed++) {
                RandomGenerator random = new SplitMix64(seed);
                int[] weights = random.ints(2 + random.nextInt(31), 0, 101).toArray();
                weights[0]++;
                double sum = IntStream.of(weights).sum();
                int[] counts = counts(table(weights, size), weights.length);

                for (int i = 0; i < weights.length; i++) {
                    assertThat(Math.abs(counts[i] - size * weights[i] / sum))
                            .as("seed %d size %d member %d", seed, size, i)
                            .isLessThanOrEqualTo(1 + weights.length * weights[i] / sum);
                }
            }
        }
    }

    @Test
    void everyoneWithAWeightHasASlot() {
        for (long seed = 0; seed < 30; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = random.ints(1 + random.nextInt(251), 0, 65_536).toArray();
            weights[0] = 1;
            int[] counts = counts(table(weights, 251), weights.length);

            for (int i = 0; i < weights.length; i++) {
                assertThat(counts[i] > 0).as("seed %d member %d", seed, i).isEqualTo(weights[i] > 0);
            }
        }
    }

    /** At most 2 % of the default table, and 5 % of one with a hundred slots for each member, change hands without need. */
    @Test
    void addingOrRemovingOneMovesHardlyAnyoneElse() {
        assertMovesAtMost(0.02, 65_537, 2, 3, 10, 100, 1_000);
        assertMovesAtMost(0.05, 4_093, 2, 10, 40);
        assertMovesAtMost(0.05, 16_381, 2, 20, 160);
    }

    private static void assertMovesAtMost(double share, int size, int... counts) {
        for (int members : counts) {
            RandomGenerator random = new SplitMix64(members);
            MaglevTable more = table(equal(members), size);
            for (int round = 0; round < 3; round++) {
                int gone = random.nextInt(members);
                int[] weights = equal(members);
                weights[gone] = 0;
                MaglevTable less = table(weights, size);

                long moved = IntStream.range(0, size)
                        .filter(slot -> more.owner(slot) != gone && more.owner(slot) != less.owner(slot))
                        .count();

                assertThat(moved / (double) size)
                        .as("member %d of %d, %d slots", gone, members, size)
                        .isLessThanOrEqualTo(share);
            }
        }
    }

    /** The heaviest sets the pace of the laps, so a weight shifts more turns than its own; three times what must move, and 3 %. */
    @Test
    void aWeightMovesLittleMoreThanItMust() {
        for (long seed = 0; seed < 40; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = random.ints(5 + random.nextInt(28), 1, 101).toArray();
            int raised = random.nextInt(weights.length);
            double before = (double) weights[raised] / IntStream.of(weights).sum();
            MaglevTable light = table(weights, 65_537);
            weights[raised]++;
            double after = (double) weights[raised] / IntStream.of(weights).sum();
            MaglevTable heavy = table(weights, 65_537);

            long moved = IntStream.range(0, 65_537)
                    .filter(slot -> light.owner(slot) != heavy.owner(slot))
                    .count();

            assertThat(moved / 65_537.0).as("seed %d", seed).isLessThanOrEqualTo(3 * (after - before) + 0.03);
        }
    }

    private static int[] equal(int members) {
        return IntStream.generate(() -> 1).limit(members).toArray();
    }

    private static MaglevTable table(int[] weights, int size) {
        return MaglevTable.of(new FakeCandidates(weights), size, 0);
    }

    private static int[] counts(MaglevTable table, int members) {
        int[] counts = new int[members];
        IntStream.range(0, table.size()).forEach(slot -> counts[table.owner(slot)]++);
        return counts;
    }
}
