package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmoothCycleTest {

    @Test
    void isWhatNginxPicksStepByStep() {
        for (long seed = 0; seed < 300; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = random.ints(1 + random.nextInt(12), 1, 40).toArray();

            int[] cycle = SmoothCycle.of(weights);

            assertThat(cycle).as("seed %d", seed).isEqualTo(nginx(weights, cycle.length));
        }
    }

    @Test
    void staysNearTheExactShareAtEveryStep() {
        for (long seed = 0; seed < 200; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = random.ints(1 + random.nextInt(32), 1, 101).toArray();
            double lag = IntStream.rangeClosed(2, weights.length)
                    .mapToDouble(i -> 1.0 / i)
                    .sum();
            double lead = 1 - 1.0 / weights.length;
            double sum = IntStream.of(weights).sum();
            int[] counts = new int[weights.length];
            int[] cycle = SmoothCycle.of(weights);

            for (int step = 0; step < cycle.length; step++) {
                counts[cycle[step]]++;
                for (int i = 0; i < weights.length; i++) {
                    double error = counts[i] - (step + 1) * weights[i] / sum;
                    assertThat(error)
                            .as("seed %d step %d member %d", seed, step, i)
                            .isBetween(-lag - 1e-9, lead + 1e-9);
                }
            }

            for (int i = 0; i < weights.length; i++) {
                assertThat((double) counts[i]).as("seed %d", seed).isEqualTo(weights[i] * cycle.length / sum);
            }
        }
    }

    @Test
    void alternatesTheHeavyWithTheLight() {
        int[] weights = IntStream.concat(
                        IntStream.of(100), IntStream.generate(() -> 1).limit(100))
                .toArray();

        int[] cycle = SmoothCycle.of(weights);

        for (int step = 0; step < 100; step += 2) {
            assertThat(cycle[step]).isZero();
            assertThat(cycle[step + 1]).isEqualTo(step / 2 + 1);
        }
        for (int step = 1; step < cycle.length; step++) {
            assertThat(cycle[step] == 0 && cycle[step - 1] == 0)
                    .as("step %d", step)
                    .isFalse();
        }
    }

    @Test
    void needsNoMoreStepsThanTheReducedWeights() {
        assertThat(SmoothCycle.of(new int[] {60_000, 60_000})).containsExactly(0, 1);
        assertThat(SmoothCycle.of(new int[] {65_535})).containsExactly(0);
    }

    @Test
    void scalesGreatWeightsDownButNeverToNothing() {
        int[] cycle = SmoothCycle.of(new int[] {65_535, 1, 32_768});

        assertThat(cycle.length).isLessThanOrEqualTo(SmoothCycle.LONGEST + 3);
        assertThat(count(cycle, 1)).isEqualTo(1);
        assertThat(count(cycle, 0) / (double) count(cycle, 2)).isBetween(1.999, 2.001);
    }

    @Test
    void staysShortForManyMembers() {
        int[] weights = IntStream.range(0, 20_000).map(i -> 1 + i * 3 % 65_535).toArray();

        int[] cycle = SmoothCycle.of(weights);

        assertThat(cycle.length).isBetween(20_000, SmoothCycle.LONGEST + 20_000);
        assertThat(IntStream.of(cycle).distinct().count()).isEqualTo(20_000);
    }

    private static long count(int[] cycle, int member) {
        return IntStream.of(cycle).filter(chosen -> chosen == member).count();
    }

    /** The rule as nginx runs it: every member gains, the first of the richest is chosen and pays for all. */
    private static int[] nginx(int[] weights, int picks) {
        long[] current = new long[weights.length];
        long total = IntStream.of(weights).sum();
        return IntStream.range(0, picks)
                .map(pick -> {
                    int best = 0;
                    for (int i = 0; i < weights.length; i++) {
                        current[i] += weights[i];
                        best = current[i] > current[best] ? i : best;
                    }
                    current[best] -= total;
                    return best;
                })
                .toArray();
    }
}
