package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PowerOfTwoTest {

    private static final Scheduler P2C = new PowerOfTwo();

    @Test
    void takesTheLessLoadedOfTwo() {
        assertThat(pick("A1(5) B1(1) C1(3)", 0, 0)).isEqualTo("B");
        assertThat(pick("A1(5) B1(1) C1(3)", 1, 1)).isEqualTo("B");
        assertThat(pick("A1(5) B1(1) C1(3)", 2, 0)).isEqualTo("C");
    }

    @Test
    void takesTheFirstDrawnOfEquals() {
        assertThat(pick("A1(2) B1(2) C1(2)", 2, 0)).isEqualTo("C");
    }

    @Test
    void weighsTheLoadThatTheSessionMakes() {
        assertThat(pick("A1(1) B4(5)", 0, 0)).isEqualTo("B");
        assertThat(pick("A1(0) B4(5)", 0, 0)).isEqualTo("A");
    }

    /** IPVS draws with replacement, so that even the fullest wins when it is drawn twice. */
    @Test
    void theFullestNeverTakesASession() {
        for (long seed = 0; seed < 100; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            FakeCandidates pool = new FakeCandidates(
                    random.ints(2 + random.nextInt(15), 1, 101).toArray());
            int fullest = random.nextInt(pool.size());
            IntStream.range(0, 102 * pool.weight(fullest)).forEach(k -> pool.open(fullest));
            IntStream.range(0, pool.size())
                    .filter(i -> i != fullest && random.nextInt(3) == 0)
                    .forEach(i -> pool.limit(i, 0));
            Picker picker = P2C.over(pool, random);
            boolean isAlone = IntStream.range(0, pool.size()).allMatch(i -> i == fullest || !pool.admits(i));

            for (int k = 0; k < 200; k++) {
                int index = picker.pick(Flows.from(k), pool, random);
                assertThat(index == fullest).as("seed %d pick %d", seed, k).isEqualTo(isAlone);
            }
        }
    }

    @Test
    void staysEvenUnderArrivals() {
        for (int size : new int[] {2, 16, 256}) {
            RandomGenerator random = new SplitMix64(size);
            FakeCandidates pool =
                    new FakeCandidates(IntStream.generate(() -> 1).limit(size).toArray());
            Picker picker = P2C.over(pool, random);

            IntStream.range(0, 400 * size).forEach(k -> pool.open(picker.pick(Flows.from(k), pool, random)));

            assertThat(IntStream.range(0, size).map(pool::sessions).max().orElseThrow())
                    .as("%d members", size)
                    .isLessThanOrEqualTo(405);
        }
    }

    /** Past a full member that holds almost all of the line, so that the scan after the draws decides. */
    @Test
    void everyMemberIsDrawnAsOftenAsItsWeightSays() {
        FakeCandidates pool = new FakeCandidates(1, 1, 60_000, 1, 1).limit(2, 0);
        RandomGenerator random = new SplitMix64(9);
        Picker picker = P2C.over(pool, random);
        int[] counts = new int[5];

        for (int k = 0; k < 40_000; k++) {
            counts[picker.pick(Flows.from(k), pool, random)]++;
        }

        assertThat(counts[2]).isZero();
        for (int i : new int[] {0, 1, 3, 4}) {
            assertThat(counts[i]).as("member %d", i).isCloseTo(10_000, within(500));
        }
    }

    private static String pick(String members, long... draws) {
        FakeCandidates pool = FakeCandidates.of(members);
        int[] next = {0};
        RandomGenerator random = new RandomGenerator() {
            @Override
            public long nextLong() {
                return draws[next[0]++];
            }

            @Override
            public long nextLong(long bound) {
                return nextLong() % bound;
            }
        };
        return pool.name(P2C.over(pool, random).pick(Flows.from(1), pool, random));
    }
}
