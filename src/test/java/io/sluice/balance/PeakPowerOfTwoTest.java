package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Delay;
import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import java.util.PrimitiveIterator;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PeakPowerOfTwoTest {

    private static final Scheduler EWMA = new PeakPowerOfTwo(Delay.CONNECT, Scheduler.DEFAULT_TAU_NANOS);

    @Test
    void takesTheLesserOfDelayTimesSessions() {
        assertThat(pick(FakeCandidates.of("A1 B1").measured(0, 30).measured(1, 10)))
                .isEqualTo("B");
        assertThat(pick(FakeCandidates.of("A1(1) B1(5)").measured(0, 20).measured(1, 10)))
                .isEqualTo("A");
        assertThat(pick(FakeCandidates.of("A1(1) B1(2)").measured(0, 20).measured(1, 10)))
                .isEqualTo("B");
    }

    @Test
    void dividesByTheWeight() {
        assertThat(pick(FakeCandidates.of("A1 B4").measured(0, 10).measured(1, 30)))
                .isEqualTo("B");
        assertThat(pick(FakeCandidates.of("A1 B4").measured(0, 10).measured(1, 50)))
                .isEqualTo("A");
    }

    @Test
    void takesTheFirstDrawnOfEquals() {
        assertThat(pick(FakeCandidates.of("A1(2) B1(2)").measured(0, 10).measured(1, 10)))
                .isEqualTo("A");
    }

    @Test
    void oneSessionFindsOutAboutTheUnknown() {
        assertThat(pick(FakeCandidates.of("A1 B1").measured(0, 30))).isEqualTo("B");
        assertThat(pick(FakeCandidates.of("A1 B1(1)").measured(0, 30))).isEqualTo("A");
        assertThat(pick(FakeCandidates.of("A1(2) B1(1)"))).as("both unknown").isEqualTo("B");
    }

    /** The analogue of the fullest under p2c. */
    @Test
    void theDearestNeverTakesASession() {
        for (long seed = 0; seed < 200; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            FakeCandidates pool = Measured.pool(random).measured(0, 60_000);
            while (pool.sessions(0) < 101) {
                pool.open(0);
            }
            Picker picker = EWMA.over(pool, random);

            for (int k = 0; k < 100; k++) {
                assertThat(picker.pick(Flows.from(k), pool, random))
                        .as("seed %d pick %d", seed, k)
                        .isNotZero();
            }
        }
    }

    @Test
    void moreLoadNeverAttracts() {
        for (long seed = 0; seed < 500; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            FakeCandidates pool = Measured.pool(random);
            Picker picker = EWMA.over(pool, random);
            int before = picker.pick(Flows.from(1), pool, new SplitMix64(seed));
            int loaded = random.nextInt(pool.size());
            pool.open(loaded);

            int after = picker.pick(Flows.from(1), pool, new SplitMix64(seed));

            assertThat(after == loaded && before != loaded).as("seed %d", seed).isFalse();
        }
    }

    @Test
    void equalsFillEvenlyEnough() {
        int members = 64;
        FakeCandidates pool =
                new FakeCandidates(new SplitMix64(0).ints(members, 1, 2).toArray());
        for (int i = 0; i < members; i++) {
            pool.measured(i, 7);
        }
        RandomGenerator random = new SplitMix64(11);
        Picker picker = EWMA.over(pool, random);

        for (int k = 0; k < members * 400; k++) {
            pool.open(picker.pick(Flows.from(k), pool, random));
        }

        for (int i = 0; i < members; i++) {
            assertThat(pool.sessions(i)).as("member %d", i).isLessThanOrEqualTo(405);
        }
    }

    /** Draws the first member, then the second. */
    private static String pick(FakeCandidates pool) {
        PrimitiveIterator.OfLong zeros = LongStream.generate(() -> 0).iterator();
        return pool.name(EWMA.over(pool, zeros::nextLong).pick(Flows.from(1), pool, zeros::nextLong));
    }
}
