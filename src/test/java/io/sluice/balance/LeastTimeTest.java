package io.sluice.balance;

import static io.sluice.testing.Picks.grow;
import static io.sluice.testing.Picks.still;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Delay;
import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Against nginx's {@code least_time}, and where ours differs, what it does instead. */
class LeastTimeTest {

    private static final Scheduler LEAST_TIME = new LeastTime(Delay.CONNECT);

    @Test
    void delaysFallIntoTheClassesOfNginx() {
        assertThat(millis(0, 0)).isEqualTo(20);
        assertThat(millis(15, 0)).isEqualTo(20);
        assertThat(millis(19, 0)).isEqualTo(20);
        assertThat(millis(20, 0)).isEqualTo(40);
        assertThat(millis(4_999, 0)).isEqualTo(5_000);
        assertThat(millis(5_001, 0)).isEqualTo(5_000);
        assertThat(millis(39, 0) * (1 + 2)).as("39 ms and 2 sessions").isEqualTo(120);
        assertThat(millis(100, 11_000)).isEqualTo(60);
        assertThat(millis(100, 22_000)).isEqualTo(40);
        assertThat(millis(100, 10_999)).isEqualTo(120);
    }

    /** nginx puts 5000 ms, and nothing else, in a class of 5020. */
    @Test
    void classesNeverFallWithTheDelayNorRiseWithItsAge() {
        for (int delay = 1; delay < 6_000; delay++) {
            assertThat(millis(delay, 0)).as("%d ms", delay).isBetween(millis(delay - 1, 0), 5_000L);
            assertThat(millis(delay, 30_000)).as("%d ms", delay).isLessThanOrEqualTo(millis(delay, 0));
        }
        assertThat(millis(5_000, 0)).isEqualTo(5_000);
        assertThat(millis(Integer.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(20);
    }

    private static long millis(int averageMillis, long ageMillis) {
        return LeastTime.classOf(averageMillis, ageMillis) * LeastTime.CLASS_MILLIS;
    }

    /** nginx: AABABAACBA and ABCCBA; the same counts, but ties rotate. */
    @Test
    void fillsByDelayTimesSessions() {
        FakeCandidates pool =
                FakeCandidates.of("A1 B1 C1").measured(0, 15).measured(1, 25).measured(2, 90);
        FakeCandidates even =
                FakeCandidates.of("A1 B1 C1").measured(0, 15).measured(1, 15).measured(2, 15);

        String picks = grow(LEAST_TIME, pool, 10);

        assertThat(picks.chars().filter(c -> c == 'A').count()).isEqualTo(6);
        assertThat(picks.chars().filter(c -> c == 'B').count()).isEqualTo(3);
        assertThat(picks.chars().filter(c -> c == 'C').count()).isEqualTo(1);
        assertThat(grow(LEAST_TIME, even, 6)).isEqualTo("ABCABC");
    }

    @Test
    void weighs() {
        FakeCandidates pool = FakeCandidates.of("A1 B4").measured(0, 10).measured(1, 70);

        assertThat(grow(LEAST_TIME, pool, 4)).isEqualTo("ABAB"); // 20 and 80 / 4 are even
    }

    /** nginx: everyone to the unknown until it has taught. */
    @Test
    void oneSessionFindsOutAboutTheUnknown() {
        FakeCandidates pool = FakeCandidates.of("A1 B1").measured(0, 50);

        assertThat(grow(LEAST_TIME, pool, 5)).isEqualTo("BAAAA");
    }

    @Test
    void anUnknownPoolFillsEvenly() {
        assertThat(grow(LEAST_TIME, FakeCandidates.of("A1 B1 C1"), 6)).isEqualTo("ABCABC");
        assertThat(still(LEAST_TIME, FakeCandidates.of("A1 B1 C1"), 6)).isEqualTo("ABCABC");
    }

    @Test
    void triesAgainWhoHasNotBeenHeardOfForLong() {
        FakeCandidates avoided = FakeCandidates.of("A1 B1").measured(0, 10).measured(1, 1_000);
        FakeCandidates forgiven = FakeCandidates.of("A1 B1").measured(0, 25).measured(1, 1_000, 70_000);

        assertThat(still(LEAST_TIME, avoided, 3)).isEqualTo("AAA");
        assertThat(still(LEAST_TIME, forgiven, 3)).isEqualTo("BBB");
    }

    @Test
    void readsTheDelayThatWasAskedFor() {
        FakeCandidates pool =
                new FakeCandidates(1, 1).measured(0, 10).measured(1, 500).measured(0, Delay.FIRST_BYTE, 1_000);

        assertThat(pick(new LeastTime(Delay.CONNECT), pool, 1)).isZero();
        assertThat(pick(new LeastTime(Delay.FIRST_BYTE), pool, 1)).isEqualTo(1);
    }

    /** Whatever is known of whom: more sessions on a member that was not picked never make it the pick, and the cheapest is. */
    @Test
    void moreLoadNeverAttracts() {
        for (long seed = 0; seed < 500; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            FakeCandidates pool = Measured.pool(random);
            int before = pick(LEAST_TIME, pool, seed);
            int loaded = random.nextInt(pool.size());
            pool.open(loaded);

            assertThat(pick(LEAST_TIME, pool, seed) == loaded && before != loaded)
                    .as("seed %d", seed)
                    .isFalse();
        }
    }

    private static int pick(Scheduler scheduler, FakeCandidates pool, long seed) {
        return scheduler.over(pool, new SplitMix64(seed)).pick(Flows.from(1), pool, new SplitMix64(seed));
    }
}
