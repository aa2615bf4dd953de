package io.sluice.balance;

import static io.sluice.testing.Picks.still;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The orders of IPVS {@code wrr} and HAProxy {@code static-rr}, pick for pick. */
class WeightedTurnsTest {

    private static final Scheduler WRR = new InterleavedWeighted();
    private static final Scheduler STATIC = new StaticRoundRobin();

    @Test
    void interleavedFollowsTheOrderOfIpvs() {
        assertThat(still(WRR, FakeCandidates.of("A4 B3 C2"), 18)).isEqualTo("AABABCABC".repeat(2));
        assertThat(still(WRR, FakeCandidates.of("A5 B1 C1"), 14)).isEqualTo("AAAAABC".repeat(2));
        assertThat(still(WRR, FakeCandidates.of("A6 B4 C2"), 12)).isEqualTo("AABABC".repeat(2));
        assertThat(still(WRR, FakeCandidates.of("A0 B2 C1"), 6)).isEqualTo("BBCBBC");
    }

    @Test
    void interleavedStepsOverTheFull() {
        assertThat(still(WRR, FakeCandidates.of("A3 B1").limit(0, 0), 4)).isEqualTo("BBBB");
        assertThat(still(WRR, FakeCandidates.of("A3 B1").limit(0, 0).limit(1, 0), 3))
                .isEqualTo("---");
        assertThat(still(WRR, FakeCandidates.of("A4 B3 C2").limit(1, 0), 6)).isEqualTo("AAACAC");
    }

    /** IPVS goes on from the level it was at (ABCABCBABCAB); ours starts a new cycle, at a random step. */
    @Test
    void anEditStartsANewCycle() {
        assertThat(still(WRR, FakeCandidates.of("A2 B3 C2"), 7)).isEqualTo("BABCABC");
    }

    @Test
    void staticFollowsTheMapOfHaproxy() {
        assertThat(still(STATIC, FakeCandidates.of("A5 B1 C1"), 14)).isEqualTo("AAABAAC".repeat(2));
        assertThat(still(STATIC, FakeCandidates.of("A3 B2 C1"), 6)).isEqualTo("AABABC");
        assertThat(still(STATIC, FakeCandidates.of("A4 B2 C1"), 7)).isEqualTo("AABABAC");
        assertThat(still(STATIC, FakeCandidates.of("A10 B20"), 3)).isEqualTo("ABB");
    }

    @Test
    void interleavedIsWhatIpvsPicksStepByStep() {
        for (long seed = 0; seed < 300; seed++) {
            int[] weights = weights(seed, 40);

            int[] cycle = InterleavedCycle.of(weights);

            assertThat(cycle).as("seed %d", seed).isEqualTo(ipvs(weights, cycle.length));
        }
    }

    @Test
    void staticIsWhatHaproxyWritesStepByStep() {
        for (long seed = 0; seed < 300; seed++) {
            int[] weights = weights(seed, 40);

            int[] cycle = SmoothCycle.map(weights);

            assertThat(cycle).as("seed %d", seed).isEqualTo(haproxy(weights, cycle.length));
        }
    }

    @Test
    void sharesAreExactAfterOnePeriod() {
        for (long seed = 0; seed < 300; seed++) {
            int[] weights = weights(seed, 101);

            for (int[] cycle : new int[][] {InterleavedCycle.of(weights), SmoothCycle.map(weights)}) {
                int[] counts = new int[weights.length];
                Arrays.stream(cycle).forEach(position -> counts[position]++);

                int common = IntStream.of(weights).sum() / cycle.length;
                assertThat(Arrays.stream(counts).map(count -> count * common))
                        .as("seed %d", seed)
                        .containsExactly(Arrays.stream(weights).boxed().toArray(Integer[]::new));
            }
        }
    }

    @Test
    void theLongestRunOfInterleavedIsTheSurplusOfTheHeaviest() {
        for (long seed = 0; seed < 300; seed++) {
            int[] weights = weights(seed, 40);
            int[] sorted = Arrays.stream(weights).sorted().toArray();
            int[] cycle = InterleavedCycle.of(weights);
            int common = IntStream.of(weights).sum() / cycle.length;
            int surplus = (sorted[sorted.length - 1] - sorted[sorted.length - 2]) / common;

            int run = 0;
            for (int step = 1, length = 1; step <= 2 * cycle.length; step++) {
                length = cycle[step % cycle.length] == cycle[(step - 1) % cycle.length] ? length + 1 : 1;
                run = Math.max(run, length);
            }

            assertThat(run).as("seed %d", seed).isLessThanOrEqualTo(surplus + 1);
        }
    }

    @Test
    void theInterleavedCycleStaysShort() {
        int[] weights = IntStream.range(0, 20_000).map(i -> 1 + i * 3 % 65_535).toArray();

        int[] cycle = InterleavedCycle.of(weights);

        assertThat(cycle.length).isBetween(20_000, SmoothCycle.LONGEST + 20_000);
        assertThat(IntStream.of(cycle).distinct().count()).isEqualTo(20_000);
    }

    private static int[] weights(long seed, int below) {
        RandomGenerator random = new SplitMix64(seed);
        return random.ints(2 + random.nextInt(11), 1, below).toArray();
    }

    /** The rule as IPVS runs it, with a level that falls by the greatest common divisor. */
    private static int[] ipvs(int[] weights, int picks) {
        int step = IntStream.of(weights).reduce(0, WeightedTurnsTest::commonDivisor);
        int highest = IntStream.of(weights).max().orElseThrow() - (step - 1);
        int[] picked = new int[picks];
        int level = highest;
        int current = -1;
        for (int pick = 0; pick < picks; ) {
            current++;
            if (current == weights.length) {
                current = -1;
                level = level - step <= 0 ? highest : level - step;
            } else if (weights[current] >= level) {
                picked[pick++] = current;
            }
        }
        return picked;
    }

    /** The rule as HAProxy runs it: everyone scores, the first with the most whole prices is written down and pays. */
    private static int[] haproxy(int[] weights, int length) {
        int common = IntStream.of(weights).reduce(0, WeightedTurnsTest::commonDivisor);
        int[] scores = new int[weights.length];
        return IntStream.range(0, length)
                .map(slot -> {
                    int best = -1;
                    int most = 0;
                    for (int i = 0; i < weights.length; i++) {
                        scores[i] += weights[i] / common;
                        int value = (scores[i] + length) / length;
                        best = value > most ? i : best;
                        most = Math.max(most, value);
                    }
                    scores[best] -= length;
                    return best;
                })
                .toArray();
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }
}
